"""`GradientHealth`: one line in `model.fit`."""

from __future__ import annotations

import os
import weakref
from collections.abc import Callable
from typing import Any

import keras
import tensorflow as tf

from tb_gradplugin.recording.arguments import check_flags, checked_logdir, is_disabled
from tb_gradplugin.recording.health_watch import OnUnhealthy
from tb_gradplugin.recording.keras_fit import FitRecording
from tb_gradplugin.recording.schedule import Schedule
from tb_gradplugin.recording.session import Session
from tb_gradplugin.schema.verdicts import Verdict


class GradientHealth(keras.callbacks.Callback):
    """Records the gradients that a Keras model is trained with.

        model.fit(x, y, callbacks=[tbg.GradientHealth("logs/run1")])

    What is recorded are the gradients that the optimizer is given, before Keras
    drops those that are None, without the loss scale, before clipping. There is
    no second backward pass. During `fit`, and only then, the model's
    `train_step` and the `apply` of its optimizers are wrapped on the instances.

    The same callback given to a second `fit` goes on where the first ended.
    Several in one `fit` each need a folder of their own.

    Under `MirroredStrategy` the gradients of the first replica are recorded. Under
    `MultiWorkerMirroredStrategy` with several workers, and under
    `ParameterServerStrategy`, the `fit` of Keras 3 itself fails, before it calls
    any callback: train with a loop of your own there, and record it with
    `GradientRecorder`.
    """

    def __init__(
        self,
        logdir: str | os.PathLike[str],
        *,
        every: int | Callable[[tf.Tensor], Any] = 50,
        first: int = 10,
        max_rows: int | None = 1000,
        flush_seconds: float = 1.0,
        histogram: bool = True,
        update_ratio: bool = True,
        source: bool = True,
        on_unhealthy: OnUnhealthy = "warn",
    ) -> None:
        """Prepares the callback; nothing is written before training starts.

        Args:
          logdir: folder of the run; made when it is needed.
          every: a full row on each step that is a multiple of this number, or
            where this callable of the step (int64 scalar tensor) says so. A step
            on which a gradient turns null, zero or non-finite, or back, is
            recorded besides.
          first: the first steps are recorded one by one.
          max_rows: after so many rows the stride doubles; None: never.
          flush_seconds: most seconds between two writes while steps are running.
          histogram: also record how the magnitudes of each gradient are spread.
          update_ratio: also record how far each update moves its variable, which
            takes as much memory as the variables once more.
          source: also record the lines of the program that an explanation points
            at; without, no file is named and no line quoted, for logs that are
            shared.
          on_unhealthy: what is done when a verdict of severity "error" or
            "warning" first appears, when rows are written. "warn": it is warned
            of. "stop": so it is, and an error ends `fit`, as
            `model.stop_training` does. A callable is called with each
            `Verdict` instead; what it raises ends `fit`.

        Raises:
          TypeError: an argument is of another kind than described, or Keras does
            not run on TensorFlow.
          ValueError: `logdir` is empty, a number is out of range, or
            `on_unhealthy` is another string.
        """
        super().__init__()
        if keras.backend.backend() != "tensorflow":
            raise TypeError(
                "GradientHealth needs Keras on TensorFlow: set KERAS_BACKEND=tensorflow before "
                f"Keras is imported. Received: the backend {keras.backend.backend()!r}"
            )
        check_flags(histogram=histogram, update_ratio=update_ratio, source=source)
        self._logdir = checked_logdir(logdir, "GradientHealth(...)")
        self._schedule = Schedule(every, first, max_rows)
        self._disabled = is_disabled()
        self._session = Session(
            self._logdir,
            self._schedule,
            flush_seconds,
            histogram,
            update_ratio,
            source,
            on_unhealthy,
        )
        self._fit: FitRecording | None = None
        # What ended a `fit` elsewhere, such as Ctrl-C in another callback, is undone at the latest
        # when the callback is freed. The list is how the finalizer learns of later fits.
        self._fits: list[FitRecording] = []
        weakref.finalize(self, _finish, self._fits, self._session)

    def on_train_begin(self, logs: dict[str, Any] | None = None) -> None:  # noqa: ARG002 (Keras's)
        """Wraps the model.

        Raises:
          TypeError: the model is not a Keras 3 model.
        """
        if not isinstance(self.model, keras.Model):
            raise TypeError(
                "GradientHealth works with Keras 3 models. For tf_keras and for loops of your own "
                "use tb_gradplugin.GradientRecorder. "
                f"Received: a model of type {type(self.model).__module__}."
                f"{type(self.model).__qualname__}"
            )
        if self._disabled:
            return
        self._undo()
        if self._is_beside_one_of_its_folder():
            self._fit = None
        elif self._fit is None or self._fit.model is not self.model:
            self._fit = FitRecording(self.model, self._session, os.path.realpath(self._logdir))
        self._fits[:] = [] if self._fit is None else [self._fit]
        if self._fit is not None:
            self._fit.begin(self.params)

    def on_train_batch_end(self, batch: int, logs: Any = None) -> None:  # noqa: ARG002 (Keras's)
        """Writes what has been recorded, when it is time to."""
        if self._fit is None:
            return
        try:
            self._fit.steps_done(batch)
        except BaseException:
            self._undo()  # The user's own `on_unhealthy` raised; `fit` ends here.
            raise
        if self._session.health.should_stop:
            self.model.stop_training = True

    def on_train_end(self, logs: dict[str, Any] | None = None) -> None:  # noqa: ARG002 (Keras's)
        """Takes the wrapping off, closes the log and sums up, unless `fit` is to be silent."""
        self._undo()
        self._session.close()
        if self._fit is not None and self.params.get("verbose"):
            self._session.print_summary()

    @property
    def verdicts(self) -> tuple[Verdict, ...]:
        """What is unhealthy after the rows that were written so far, worst first."""
        return self._session.health.verdicts

    def flush(self) -> None:
        """Writes every step that has finished, and hands it to the file system."""
        self._session.drain(also_pending=True)

    def close(self) -> None:
        """Takes the wrapping off and closes the log, where `fit` did not end in the usual way."""
        self._undo()
        self._session.close()

    def _is_beside_one_of_its_folder(self) -> bool:
        for other in FitRecording.begun_on(self.model):
            # Keras gives one and the same object to all callbacks of a `fit`.
            if other.fit is not self.params:
                other.end()  # An earlier `fit` ended, and it was not told.
            elif other.folder == os.path.realpath(self._logdir):
                self._session.warn(
                    "each GradientHealth of a `fit` must have a folder of its own, or the steps of "
                    f"one run are recorded twice. Received: logdir={self._logdir!r} a second time, "
                    "so this one records nothing. The other one does, and the training goes on."
                )
                return True
        return False

    def _undo(self) -> None:
        if self._fit is not None:
            self._fit.end()


def _finish(fits: list[FitRecording], session: Session) -> None:
    # An object may be freed at any moment, also while a function is being traced.
    with tf.init_scope():
        for fit in fits:
            fit.end()
        session.close()
