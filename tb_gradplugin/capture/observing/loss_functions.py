"""What is taken for a loss function, and for what it returns."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from typing import Any

import tensorflow as tf

from tb_gradplugin.capture.observing.evaluation import Evaluation
from tb_gradplugin.messages import phrases

_MOST_TYPES = 3


def require_callable(loss_fn: Any) -> None:
    """Refuses what cannot be called without arguments.

    Raises:
      TypeError: it cannot.
    """
    if not callable(loss_fn):
        raise TypeError(
            "`loss_fn` must be a function without arguments that returns the loss. "
            f"Received: loss_fn={loss_fn!r}"
        )
    if needed := _needed(loss_fn):
        raise TypeError(
            "`loss_fn` must be a function without arguments that returns the loss, such as "
            f"`lambda: loss_fn(model(x), y)`. Received: loss_fn={loss_fn!r}, which needs "
            f"{phrases.names(needed, most=len(needed))}"
        )


def require_tensors(result: Evaluation) -> None:
    """Refuses several results, of which TensorFlow could not take the gradient.

    Raises:
      TypeError: some of them are no tensors.
    """
    loss = result.loss
    if result.exception is None or not isinstance(loss, (list, tuple, Mapping)):
        return
    parts = tf.nest.flatten(loss)
    if all(map(tf.is_tensor, parts)):
        return
    types = ["Tensor" if tf.is_tensor(part) else type(part).__name__ for part in parts]
    rest = len(types) - _MOST_TYPES
    listed = ", ".join(types[:_MOST_TYPES]) + (f" and {rest} more" if rest > 0 else "")
    raise TypeError(
        "`loss_fn` must return the loss as one tensor, or several tensors, of which the sum is "
        f"explained, as by `tape.gradient`. Received: a {type(loss).__name__} of {listed}"
    )


def _needed(function: Any) -> list[str]:
    """The arguments that it cannot be called without."""
    try:
        # What is wrapped may be given by the wrapper.
        signature = inspect.signature(function, follow_wrapped=False)
    except (TypeError, ValueError):
        return []
    return [
        parameter.name
        for parameter in signature.parameters.values()
        if parameter.default is inspect.Parameter.empty
        and parameter.kind not in (inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD)
    ]
