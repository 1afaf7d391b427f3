"""The losses that a Keras model is trained on: what its own training step differentiates."""

from __future__ import annotations

import contextlib
import dataclasses
import functools
import threading
from collections.abc import Callable, Iterator
from typing import Any

import keras
import tensorflow as tf

from tb_gradplugin.capture.keras_training import loss_scales
from tb_gradplugin.capture.keras_training.keras_batch import Batch
from tb_gradplugin.capture.keras_training.loss_scales import LossScales
from tb_gradplugin.capture.observing import asked, evaluation, gradient_statuses, opened_functions
from tb_gradplugin.capture.observing.patches import patched
from tb_gradplugin.capture.sources import frames
from tb_gradplugin.capture.state import state_keeping
from tb_gradplugin.capture.unread_variables import untouched


@dataclasses.dataclass(frozen=True)
class TrainedLoss:
    """One call of `tape.gradient` in a training step.

    Attributes:
      function: runs the step up to that call and returns what it was to differentiate.
      variables: by what.
      missed: places of the variables for which the step's own tape gave None.
    """

    function: Callable[[], Any]
    variables: list[Any]
    missed: frozenset[int] = frozenset()


class _LossIsKnown(BaseException):
    """Ends a step; no `except Exception` of the step may catch it."""

    def __init__(self, target: Any):
        super().__init__()
        self.target = target


@dataclasses.dataclass
class _Call:
    target: Any
    variables: list[Any]
    results: list[Any]


_OnCall = Callable[[Callable[[], Any], _Call], Any]


class TrainingStep:
    """The training step of a model on one batch, run for its losses alone.

    Args:
      model: a compiled Keras model.
      batch: what the step is given.
    """

    def __init__(self, model: Any, batch: Batch):
        self._model, self._batch = model, batch
        self._is_own = _is_own(model)
        self._scales = LossScales()
        data = tuple(tf.nest.flatten(batch.parts))
        self._origin = untouched.origin_of_model(model)._replace(data=data)

    def build(self) -> None:
        """Makes the variables of a model that has none yet, as its first step would.

        All other state is given back.

        Raises:
          Exception: what the call of the model raises.
        """
        model = self._model
        if all(part.built for part in model._flatten_layers(include_self=self._is_own)):
            return
        with state_keeping.kept(state_keeping.Variables()):
            if self._is_own:
                model(self._batch.x, training=False)
            else:
                # What its `call` takes need not be what the step is given. What the step raises,
                # it raises again, and that may be because of a gradient that is None.
                with contextlib.suppress(Exception), _as_made():
                    self._run(lambda original, _: original())

    def losses(self, state: state_keeping.Variables) -> list[TrainedLoss]:
        """What is differentiated by variables in one step, in order.

        A step of the user's is run as a whole for that, without updates.

        Args:
          state: the values of variables that are given back afterwards.

        Raises:
          Exception: what the step raises before it takes a gradient.
        """
        if not self._is_own:
            return [
                TrainedLoss(self._until(number), call.variables, _missed(call))
                for number, call in enumerate(self._calls(state))
            ]
        variables = list(self._model.trainable_variables)
        return [TrainedLoss(self._until(0), variables)] if variables else []

    def evaluated(self, loss: TrainedLoss, state: state_keeping.Variables) -> evaluation.Evaluation:
        """Evaluates a loss and its gradients as training would; gives all state back.

        Where gradients overflow under a dynamic loss scale, it is lowered first, as training
        would lower it within its first steps.

        Returns:
          The evaluation of the scaled loss, with the statuses of gradients without the scale.
        """
        plain = self._evaluated(loss, state)
        if "nonfinite" not in plain.statuses or not self._scales.is_dynamic:
            return plain
        highest = self._scales.of_loss
        self._scales.limit = 1.0
        plain = self._evaluated(loss, state)
        if "nonfinite" in plain.statuses:
            return plain
        self._scales.limit = highest
        while True:
            self._scales.limit /= 2.0
            plain = self._evaluated(loss, state)
            if "nonfinite" not in plain.statuses or self._scales.limit <= 1.0:
                return plain

    def _evaluated(
        self, loss: TrainedLoss, state: state_keeping.Variables
    ) -> evaluation.Evaluation:
        plain = state_keeping.evaluated(loss.function, loss.variables, state)
        gradients = loss_scales.without(plain.gradients, self._scales.of_loss)
        statuses = gradient_statuses.of_gradients(gradients)
        for place in loss.missed:
            statuses[place] = "null"
        return dataclasses.replace(plain, statuses=statuses)

    def _until(self, number: int) -> Callable[[], Any]:
        # As keywords, the parts of the batch have names that an explanation can use.
        loss_fn = functools.partial(self._loss, number, **self._batch.parts)
        loss_fn.origin = self._origin  # type: ignore[attr-defined]
        return loss_fn

    @frames.wall
    def _loss(self, number: int, **_: Any) -> Any:
        """The target of the call of that number."""
        count = 0

        def on_call(original: Callable[[], Any], call: _Call) -> Any:
            nonlocal count
            if count == number:
                raise _LossIsKnown(call.target)
            count += 1
            return original()

        try:
            self._run(on_call)
        except _LossIsKnown as known:
            return known.target
        raise RuntimeError(
            "A training step must take as many gradients each time that it runs. "
            f"Received: a step that took {count}, and more the first time"
        )

    def _calls(self, state: state_keeping.Variables) -> list[_Call]:
        calls: list[_Call] = []

        def on_call(original: Callable[[], Any], call: _Call) -> Any:
            calls.append(call)
            gradients = original()
            call.results = tf.nest.flatten(gradients)
            return gradients

        with state_keeping.kept(state):
            try:
                self._run(on_call)
            except Exception:
                # What comes after a gradient may fail because it is None.
                if not calls:
                    raise
        return calls

    def _run(self, on_call: _OnCall) -> None:
        """Runs the step; `on_call` answers for each gradient that is taken by variables."""
        original, thread = tf.GradientTape.gradient, threading.get_ident()

        def gradient(tape: Any, target: Any, sources: Any, *args: Any, **kwargs: Any) -> Any:
            def taken() -> Any:
                return original(tape, target, sources, *args, **kwargs)

            flat = tf.nest.flatten(sources)
            if threading.get_ident() != thread or not any(map(_is_variable, flat)):
                return taken()
            return on_call(taken, _Call(target, flat, []))

        with (
            patched(tf.GradientTape, "gradient", gradient),
            self._scales.applied(),
            _without_updates(),
            contextlib.nullcontext() if self._is_own else opened_functions.opened(),
        ):
            self._model.train_step(self._batch.packed)


def _is_own(model: Any) -> bool:
    """Whether the step is that of Keras."""
    step = getattr(model.train_step, "__func__", None)
    return step is keras.Model.train_step


def _is_variable(source: Any) -> bool:
    return asked.kind(source) in ("keras", "variable")


def _missed(call: _Call) -> frozenset[int]:
    return frozenset(place for place, result in enumerate(call.results) if result is None)


@contextlib.contextmanager
def _as_made() -> Iterator[None]:
    """Gives the variables that are made meanwhile the values back with which they were made."""
    made: list[tuple[Any, Any]] = []

    def make(following: Callable[..., Any], **options: Any) -> Any:
        variable = following(**options)
        if tf.executing_eagerly():
            made.append((variable, tf.identity(variable)))
        return variable

    try:
        with tf.variable_creator_scope(make):
            yield
    finally:
        for variable, value in made:
            variable.assign(value)


@contextlib.contextmanager
def _without_updates() -> Iterator[None]:
    """Lets optimizers take gradients and do nothing, so that they are not even built."""
    classes = [keras.optimizers.Optimizer]
    for cls in classes:
        classes += [each for each in type.__subclasses__(cls) if each not in classes]
    with contextlib.ExitStack() as stack:
        for cls in classes:
            if cls is keras.optimizers.Optimizer or "apply" in vars(cls):
                stack.enter_context(patched(cls, "apply", _nothing))
        yield


def _nothing(*_: Any, **__: Any) -> None:
    """What an optimizer does meanwhile."""
