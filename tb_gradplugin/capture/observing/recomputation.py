"""Blocks under `tf.recompute_grad`, run as if they were not.

Such a block runs with the tape stopped, and again, unseen, when its gradient is asked for.
"""

from __future__ import annotations

import contextlib
import inspect
from collections.abc import Callable, Iterator
from typing import Any

import tensorflow as tf
from tensorflow.python.ops import custom_gradient

from tb_gradplugin.capture.observing.observation import Observation
from tb_gradplugin.capture.observing.patches import patched

_QUALIFIED_NAME = "recompute_grad."


@contextlib.contextmanager
def opened(observation: Observation) -> Iterator[None]:
    """Lets the tape record the ops of each block, which changes no gradient."""
    original = custom_gradient._eager_mode_decorator

    def evaluate(f: Callable[..., Any], args: Any, kwargs: Any) -> Any:
        block = _block(f) if observation.listens else None
        # Tensors given by keyword get no gradient from TensorFlow's recomputation.
        if block is None or any(map(tf.is_tensor, tf.nest.flatten(kwargs))):
            return original(f, args, kwargs)
        return block(*args, **kwargs)

    with patched(custom_gradient, "_eager_mode_decorator", evaluate):
        yield


def _block(function: Callable[..., Any]) -> Any:
    if function.__module__ != custom_gradient.__name__ or not getattr(
        function, "__qualname__", ""
    ).startswith(_QUALIFIED_NAME):
        return None
    return inspect.getclosurevars(function).nonlocals.get("f")
