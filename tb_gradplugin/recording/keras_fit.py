"""How a Keras `fit` is listened to: what is wrapped, for how long."""

from __future__ import annotations

import functools
import threading
import weakref
from collections.abc import Callable
from typing import Any, ClassVar

import keras
import tensorflow as tf

from tb_gradplugin.messages import nothing_to_differentiate as texts
from tb_gradplugin.recording import (
    described_model,
    keras_optimizers,
    null_explanation,
    tape_listener,
    variable_table,
)
from tb_gradplugin.recording import gradients as gradients_lib
from tb_gradplugin.recording.built_ahead import Traces, building_ahead, creates_variables
from tb_gradplugin.recording.instance_patches import InstancePatches, weak_method
from tb_gradplugin.recording.replicas import is_first_replica
from tb_gradplugin.recording.session import Session
from tb_gradplugin.recording.stream import Stream

_NORMAL_ENDS = (StopIteration, tf.errors.OutOfRangeError)


class _InStep(threading.local):
    """What this thread is inside of: replicas are traced in threads.

    Attributes:
      depth: how many training steps.
      explanation: why none of the gradients is there that an optimizer was given last.
    """

    depth = 0
    explanation = ""


class FitRecording:
    """Wraps one model for the time of its `fit`, as often as it is fitted.

    Attributes:
      folder: of the log.
      fit: what stands for the `fit` that is recorded, the same object in all that record it.
    """

    _begun: ClassVar[weakref.WeakSet[FitRecording]] = weakref.WeakSet()

    def __init__(self, model: keras.Model, session: Session, folder: str) -> None:
        """Prepares; nothing is wrapped before `begin`."""
        self.folder = folder
        self.fit: Any = None
        self._model = weakref.ref(model)
        self._session = session
        reference = self._model  # The explainer is held by what the model may hold.
        self._explainer = null_explanation.NullExplainer(
            session, lambda: described_model.described(reference())
        )
        self._patches = InstancePatches()
        self._streams: dict[tuple[int, ...], Stream] = {}
        # What the streams are keyed by must stay alive, or its id could come back.
        self._keyed: list[Any] = []
        self._in_step = _InStep()
        self._kept: tuple[Any, Any, Any] | None = None
        self._traces = Traces()
        self._next_batch = 0
        self._has_begun = False
        self._is_counted = False
        self._passed_over = False
        self._explanation = ""

    @property
    def model(self) -> keras.Model | None:
        """The model, while it lives."""
        return self._model()

    @classmethod
    def begun_on(cls, model: keras.Model | None) -> list[FitRecording]:
        """Those that wrap the model now."""
        return [each for each in list(cls._begun) if each.model is model]

    def begin(self, fit: Any) -> None:
        """Wraps the model's `train_step`, its optimizers' `apply` and the train function."""
        self.end()
        self.fit = fit
        FitRecording._begun.add(self)
        model = self._model()
        assert model is not None, "`fit` holds the model that begins"
        if not self._has_begun:
            self._session.begin(keras_optimizers.iterations_of(model))
            self._has_begun = True
        for optimizer in keras_optimizers.optimizers_of(model):
            self._patches.set(optimizer, "apply", self._recording_apply(optimizer))
        self._patches.set(model, "train_step", self._counting_step(model.train_step))
        self._patches.set(model, "train_function", self._guarded(self._train_function(model)))
        self._next_batch = 0

    def end(self) -> None:
        """Takes everything off; what was recorded is written."""
        FitRecording._begun.discard(self)
        self._patches.undo()
        self._session.drain()

    def steps_done(self, last_batch: int) -> None:
        """Tells that the steps up to `last_batch` of the epoch have run."""
        if last_batch < self._next_batch:
            self._next_batch = 0  # a new epoch
        steps, self._next_batch = last_batch + 1 - self._next_batch, last_batch + 1
        model = self._model()
        assert model is not None, "`fit` holds it"
        if not self._streams and self._passed_over:
            self._passed_over = False
            self._kept = None
            self._patches.set(model, "train_function", self._guarded(self._train_function(model)))
        elif not self._streams:
            frozen = not model.trainable_variables
            self._session.warn(
                texts.not_trainable(len(model.weights)) if frozen else texts.NOT_HEARD
            )
        self._session.drain_if_due(steps)

    def _train_function(self, model: keras.Model) -> Callable[..., Any]:
        """The model's train function, traced with the wrapped parts; kept from `fit` to `fit`."""
        plain = model.train_function
        if self._kept is not None and self._kept[0] is plain and self._kept[1] is model.optimizer:
            return self._kept[2]
        object.__setattr__(model, "train_function", None)
        try:
            model.make_train_function()  # A model's own may know no `force`.
            recording = building_ahead(model, model.train_function, self._traces)
        finally:
            object.__setattr__(model, "train_function", plain)
        self._kept = (plain, model.optimizer, recording)
        return recording

    def _guarded(self, train_function: Callable[..., Any]) -> Callable[..., Any]:
        """Keras does not call `on_train_end` after an exception, so this undoes what it wraps."""
        reference = weakref.ref(self)

        @functools.wraps(train_function)
        def guarded(iterator: Any) -> Any:
            try:
                return train_function(iterator)
            except _NORMAL_ENDS:
                raise
            except BaseException as error:
                recording = reference()
                for each in [] if recording is None else recording.begun_on(recording.model):
                    # Not sooner: autograph raises errors anew, without what they carry.
                    null_explanation.attach(error, each._explanation)
                    each._explanation = ""
                    each.end()
                raise

        return guarded

    def _counting_step(self, train_step: Callable[..., Any]) -> Callable[..., Any]:
        reference, step = weakref.ref(self), self._session.step
        original = weak_method(train_step)

        @functools.wraps(train_step)
        def counting(*args: Any, **kwargs: Any) -> Any:
            recording = reference()
            if recording is None:
                return original()(*args, **kwargs)
            recording._in_step.depth += 1
            if is_first_replica():
                recording._is_counted = False
            recording._in_step.explanation = ""
            try:
                with tape_listener.listening():
                    try:
                        results = original()(*args, **kwargs)
                    except Exception as error:
                        recording._explain(error)
                        raise
                recording._traces.ended += 1
                return results
            finally:
                recording._in_step.depth -= 1
                if is_first_replica():
                    step.assign_add(1)
                    # The other replicas may have their turn before or after.
                    recording._is_counted = True

        self._explainer.is_inside(counting)
        return counting

    def _recording_apply(self, of: Any) -> Callable[..., Any]:
        reference, original = weakref.ref(self), weak_method(of.apply)
        of_optimizer = weakref.ref(of)

        @functools.wraps(of.apply)
        def recording_apply(grads: Any, trainable_variables: Any = None) -> Any:
            apply, optimizer = original(), of_optimizer()
            recording = reference()
            if recording is None or not recording._in_step.depth:
                return apply(grads, trainable_variables)
            grads = list(grads)
            if trainable_variables is not None:
                trainable_variables = list(trainable_variables)
            if not grads:
                return apply(grads, trainable_variables)
            if not is_first_replica():
                recording._observe_other(optimizer, grads, trainable_variables)
                return apply(grads, trainable_variables)
            known = trainable_variables is not None and all(g is not None for g in grads)
            if known and creates_variables(optimizer, trainable_variables):
                recording._passed_over = True
                return apply(grads, trainable_variables)
            observed = recording._observe(optimizer, grads, trainable_variables)
            result = apply(grads, trainable_variables)
            if observed is not None:
                recording._observe_update(*observed)
            return result

        return recording_apply

    @tf.autograph.experimental.do_not_convert
    def _observe(
        self, optimizer: Any, grads: list[Any], given: list[Any] | None
    ) -> tuple[Stream, tf.Tensor] | None:
        """Records; what goes wrong in here costs the recording, never the training."""
        try:
            variables = given if given is not None else list(optimizer._trainable_variables)
            variables = variable_table.checked_variables(variables, "GradientHealth")
            checked = gradients_lib.checked(grads, variables, "GradientHealth")
            unscaled = keras_optimizers.unscaled(checked, optimizer)
            loss = tape_listener.loss_of(variables)
            context = keras_optimizers.step_context(optimizer, loss, unscaled)
            stream = self._stream(variables)
            self._explain_nulls(checked, variables, stream)
            recorded = stream.observe(unscaled, tf.identity(self._session.step), context)
        except Exception as error:
            self._say_what_failed(f"the gradients given to {type(optimizer).__name__}", error)
            return None
        return stream, recorded

    @tf.autograph.experimental.do_not_convert
    def _observe_other(self, optimizer: Any, grads: list[Any], given: list[Any] | None) -> None:
        """Watches another replica than the first."""
        try:
            variables = given if given is not None else list(optimizer._trainable_variables)
            stream = self._streams.get(tuple(map(id, variables)))
            if stream is not None:
                checked = gradients_lib.checked(grads, variables, "GradientHealth")
                unscaled = keras_optimizers.unscaled(checked, optimizer)
                skips_nonfinite = keras_optimizers.skips_nonfinite(optimizer)
                step = self._session.step - int(self._is_counted)
                stream.observe_other(unscaled, step, skips_nonfinite)
        except Exception as error:
            self._say_what_failed(f"the gradients given to {type(optimizer).__name__}", error)

    @tf.autograph.experimental.do_not_convert
    def _observe_update(self, stream: Stream, recorded: tf.Tensor) -> None:
        try:
            stream.updated(recorded)
        except Exception as error:
            self._say_what_failed("the updates of the variables", error)

    def _explain_nulls(
        self, gradients: list[gradients_lib.Gradient], variables: list[Any], stream: Stream
    ) -> None:
        nulls = [v for v, g in zip(variables, gradients, strict=True) if g is None]
        if not nulls:
            return
        call = tape_listener.call_of(variables) or tape_listener.call_of(nulls)
        target = call.target if call is not None else None
        text = self._explainer.of_gradients(gradients, variables, stream.table, target, call)
        # Where all are missing, the optimizer raises.
        self._in_step.explanation = text if len(nulls) == len(variables) else ""

    @tf.autograph.experimental.do_not_convert
    def _explain(self, error: Exception) -> None:
        """Keeps what is known of missing gradients, for the error that they have led to."""
        if not is_first_replica():
            return
        call = tape_listener.failed_call()
        if call is not None and str(call.error) in str(error):
            self._explanation = self._explainer.of_failed_call(call)
        else:
            self._explanation = self._in_step.explanation

    def _say_what_failed(self, what: str, error: Exception) -> None:
        self._session.warn(f"{what} are not recorded, because of {type(error).__name__}: {error}")

    def _stream(self, variables: list[Any]) -> Stream:
        key = tuple(map(id, variables))
        if key not in self._streams:
            model = self._model()
            steps = getattr(model, "steps_per_execution", 1)
            self._streams[key] = self._session.new_stream(variables, steps)
            self._keyed.append(variables)
        return self._streams[key]
