"""One evaluation of a loss and its gradients, as the user's program would do it."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Sequence
from typing import Any

import tensorflow as tf
from tensorflow.python.eager import record

from tb_gradplugin.capture.observing import gradient_statuses
from tb_gradplugin.capture.sources import frames
from tb_gradplugin.diagnosis import left_by_rounding

_MISPLACED = re.compile("Unable to find any devices|device specification|[Cc]annot assign a device")
"""In the message of an op that cannot be placed."""


@dataclasses.dataclass(frozen=True)
class Evaluation:
    """What came of it.

    Attributes:
      loss: what the loss function returned; None where it raised.
      gradients: as `tape.gradient` gives them; None each where something raised.
      statuses: of the gradients.
      exception: what the loss function, or TensorFlow while it took the gradient, raised.
      is_loss_known: whether the loss function returned.
    """

    loss: Any
    gradients: list[Any]
    statuses: list[str]
    exception: BaseException | None
    is_loss_known: bool

    @property
    def is_loss_finite(self) -> bool:
        """Whether no real element of the loss is NaN or infinite; so it is where there is none."""
        parts = tf.nest.flatten(self.loss, expand_composites=True)
        real = [part for part in parts if tf.is_tensor(part) and part.dtype.is_floating]
        with record.stop_recording():
            return all(bool(tf.reduce_all(tf.math.is_finite(part))) for part in real)

    @property
    def may_be_rounding(self) -> list[int]:
        """The places of gradients that are so small that they may be what rounding leaves of 0."""
        parts = tf.nest.flatten(self.loss, expand_composites=True)
        loss = 0.0
        if len(parts) == 1 and tf.is_tensor(parts[0]) and parts[0].dtype.is_floating:
            with record.stop_recording():
                loss = float(tf.reduce_max(tf.abs(parts[0])))
        norms = gradient_statuses.norms(self.gradients)
        return left_by_rounding.suspected(self.statuses, norms, loss)

    @property
    def is_misplaced(self) -> bool:
        """Whether TensorFlow refused to place an op where the program asks for it."""
        return isinstance(self.exception, tf.errors.InvalidArgumentError) and bool(
            _MISPLACED.search(str(self.exception))
        )

    @property
    def exception_text(self) -> str:
        """Type and message of the exception; empty where there is none."""
        return text_of(self.exception) if self.exception else ""


def text_of(error: BaseException) -> str:
    """Type and message of an exception; of one that autograph raised anew, those of the first."""
    # Autograph's own message begins with the lines that it passed through, ours among them.
    first = getattr(getattr(error, "ag_error_metadata", None), "cause_message", "")
    return first or f"{type(error).__name__}: {error}"


def require_eager() -> None:
    """Refuses to go on in a graph, where there is nothing to evaluate.

    Raises:
      RuntimeError: a `tf.function` is being traced.
    """
    if not tf.executing_eagerly():
        raise RuntimeError(
            "A loss can be explained only where ops run eagerly. Received: a call while a "
            "`tf.function` is traced; call it outside of the function."
        )


def of(loss_fn: Callable[[], Any], variables: Sequence[Any]) -> Evaluation:
    """Evaluates the loss inside of a tape and takes its gradient once."""
    loss, is_loss_known = None, False
    try:
        with tf.GradientTape() as tape:
            loss = called(loss_fn)
        is_loss_known = True
        return finished(tape, loss, variables)
    except Exception as error:
        return failed(loss, variables, error, is_loss_known)


def finished(tape: tf.GradientTape, loss: Any, variables: Sequence[Any]) -> Evaluation:
    """Takes the gradient of a loss that was evaluated inside of `tape`."""
    try:
        gradients = tape.gradient(loss, list(variables))
    except Exception as error:
        return failed(loss, variables, error, True)
    return Evaluation(loss, gradients, gradient_statuses.of_gradients(gradients), None, True)


def failed(
    loss: Any, variables: Sequence[Any], error: BaseException, is_loss_known: bool
) -> Evaluation:
    """What came of an evaluation that raised."""
    nothing = [None] * len(variables)
    return Evaluation(loss, nothing, ["null"] * len(variables), error, is_loss_known)


@frames.boundary
def called(loss_fn: Callable[[], Any]) -> Any:
    """Calls the user's loss function; lines further out than this call are not the loss's."""
    return loss_fn()
