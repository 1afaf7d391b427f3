"""`GradientRecorder`: for training loops that people write themselves."""

from __future__ import annotations

import os
import threading
import weakref
from collections.abc import Callable, Iterable
from types import TracebackType
from typing import Any

import tensorflow as tf

from tb_gradplugin.recording import gradients as gradients_lib
from tb_gradplugin.recording import variable_table
from tb_gradplugin.recording.arguments import (
    check_flags,
    checked_logdir,
    checked_step,
    is_disabled,
)
from tb_gradplugin.recording.health_watch import OnUnhealthy
from tb_gradplugin.recording.null_explanation import NullExplainer
from tb_gradplugin.recording.replicas import is_first_replica, worker
from tb_gradplugin.recording.schedule import Schedule
from tb_gradplugin.recording.session import Session
from tb_gradplugin.recording.step_context import StepContext
from tb_gradplugin.recording.turns import Turns
from tb_gradplugin.schema.verdicts import Verdict


class GradientRecorder:
    """Records the gradients of a custom training loop.

    Works eagerly, in a `tf.function`, and with `jit_compile=True`:

        with tbg.GradientRecorder("logs/run1", model.trainable_variables) as recorder:

            @tf.function
            def train_step(x, y):
                ...
                gradients = tape.gradient(loss, variables)
                recorder.record(gradients, loss=loss)
                optimizer.apply_gradients(zip(gradients, variables))

    Every call of `record` is one step. The gradients are measured inside the
    step, wait in a small ring buffer, and are written by the host: a running
    `tf.function` loop is read by a background thread.

    With `tf.distribute`, call `record` in the replica function, before gradients
    are reduced: each replica's own are measured, and those of the first replica
    are recorded. Under `MultiWorkerMirroredStrategy` that is in the chief; run
    the same code in all workers: one whose own gradients turn zero or non-finite
    says so in a run of its own, `worker_1` and so on in the folder. Under
    `ParameterServerStrategy` every step of every worker is recorded, in the order
    in which they get their turn, without update ratios: what a step changed
    cannot be told from what others did meanwhile. Create the recorder in the
    coordinator, and close it after `join`.
    """

    def __init__(
        self,
        logdir: str | os.PathLike[str],
        variables: Iterable[Any],
        *,
        initial_step: int = 0,
        every: int | Callable[[tf.Tensor], Any] = 50,
        first: int = 10,
        max_rows: int | None = 1000,
        flush_seconds: float = 1.0,
        histogram: bool = True,
        update_ratio: bool = True,
        source: bool = True,
        on_unhealthy: OnUnhealthy = "warn",
        verbose: bool = True,
    ) -> None:
        """Prepares recording; nothing is written before the first step.

        Args:
          logdir: folder of the run; made when it is needed.
          variables: `tf.Variable` or `keras.Variable` objects of fixed shape.
          initial_step: number of the first step, for a training that goes on.
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
          source: whether the log may name files and quote lines of the program
            where it explains a missing gradient; logs get shared.
          on_unhealthy: what is done when a verdict of severity "error" or
            "warning" first appears, when rows are written. "warn": it is warned
            of. "stop": so it is, and an error turns `stop_training` to True,
            which the loop may ask. A callable is called with each `Verdict`
            instead; what it raises is raised by `record`, `flush` or `close`,
            and warned of where a background thread writes.
          verbose: whether closing prints a line that sums up.

        Raises:
          TypeError: an argument is of another kind than described.
          ValueError: `logdir` is empty, there are no variables, one has no fixed
            shape, a number is out of range, or `on_unhealthy` is another string.
        """
        caller = "GradientRecorder(...)"
        first_step = checked_step(initial_step)
        check_flags(histogram=histogram, update_ratio=update_ratio, source=source, verbose=verbose)
        self._variables = variable_table.checked_variables(variables, caller)
        self._disabled = is_disabled()
        self._session = Session(
            checked_logdir(logdir, caller),
            Schedule(every, first, max_rows),
            flush_seconds,
            histogram,
            update_ratio,
            source,
            on_unhealthy,
        )
        self._session.begin(first_step)
        self._stream = self._session.new_stream(self._variables)
        self._turns = Turns()
        self._explainer = NullExplainer(self._session)
        self._flush_seconds = flush_seconds
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None
        # Runs at the latest when the interpreter ends, so that a script without `with` loses
        # nothing either. It must not hold on to the recorder itself.
        self._finalizer = weakref.finalize(self, _finish, self._session, self._stop)
        self._verbose = verbose

    @tf.autograph.experimental.do_not_convert
    def record(self, gradients: Iterable[Any], *, loss: Any = None) -> None:
        """Records one step.

        Args:
          gradients: what `tape.gradient` returned for the recorder's variables:
            `tf.Tensor`, `tf.IndexedSlices` or None each.
          loss: real scalar, recorded beside the gradients.

        Raises:
          TypeError: an element is not a gradient, or `loss` is not a number.
          ValueError: as many gradients as variables were not given, a gradient
            has another shape than its variable, `loss` is not a scalar, or the
            recorder is closed.
        """
        caller = "GradientRecorder.record"
        checked = gradients_lib.checked(gradients, self._variables, caller)
        checked_loss = gradients_lib.checked_loss(loss)
        if self._stop.is_set():
            raise ValueError(f"The recorder must be open. Received: a closed one in {caller}")
        if self._disabled:
            return
        if not is_first_replica():
            # The first one has gone on already: replicas take turns, also while they are traced.
            self._stream.observe_other(checked, self._session.step - 1)
            return
        if worker():
            self._session.beside_the_chief(worker())
        if loss is not None:
            self._explainer.of_gradients(checked, self._variables, self._stream.table, loss)

        def note() -> None:
            step = self._session.step
            # What the last update changed is known now that the next step has come.
            self._stream.updated()
            self._stream.observe(checked, tf.identity(step), StepContext(loss=checked_loss))
            step.assign_add(1)

        self._turns.take(checked, note)
        if tf.executing_eagerly():
            self._session.drain_if_due(steps=1)
        else:
            self._read_in_background()

    @property
    def verdicts(self) -> tuple[Verdict, ...]:
        """What is unhealthy after the rows that were written so far, worst first."""
        return self._session.health.verdicts

    @property
    def stop_training(self) -> bool:
        """Whether `on_unhealthy="stop"` was chosen, and an error has appeared."""
        return self._session.health.should_stop

    def flush(self) -> None:
        """Writes every step that has finished, and hands it to the file system."""
        self._session.drain(also_pending=True)

    def close(self) -> None:
        """Writes what waits and closes the log. A second call does nothing."""
        if self._finalizer.alive:
            self._finalizer()
            if self._verbose:
                self._session.print_summary()

    def __enter__(self) -> GradientRecorder:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def _read_in_background(self) -> None:
        # A loop inside a traced function gives the host no turn of its own.
        if self._thread is None:
            self._thread = threading.Thread(
                target=_drain_until,
                args=(self._stop, weakref.ref(self._session), self._flush_seconds),
                name="gradient-health",
                daemon=True,
            )
            self._thread.start()


def _drain_until(stop: threading.Event, session: weakref.ref[Session], seconds: float) -> None:
    while not stop.wait(seconds):
        alive = session()
        if alive is None:
            return
        try:
            alive.drain()
        except Exception as error:  # of the user's own `on_unhealthy`
            alive.warn(f"`on_unhealthy` raised {type(error).__name__}: {error}")
        del alive


def _finish(session: Session, stop: threading.Event) -> None:
    stop.set()
    # An object may be freed at any moment, also while a function is being traced.
    with tf.init_scope():
        session.close()
