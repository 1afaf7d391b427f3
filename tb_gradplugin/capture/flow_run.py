"""A loss evaluated op by op with everything measured that flows through it, there and back."""

from __future__ import annotations

import contextlib
import dataclasses
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import tensorflow as tf
from tensorflow.python.eager import record
from tensorflow.python.framework import op_callbacks

from tb_gradplugin.capture import eager_run
from tb_gradplugin.capture.observing import (
    array_writes,
    evaluation,
    every_gradient,
    gradient_statuses,
    recomputation,
)
from tb_gradplugin.capture.observing.observation import Observation
from tb_gradplugin.capture.ops import measured_tensors, op_details, probes
from tb_gradplugin.capture.state import state_keeping
from tb_gradplugin.diagnosis.flows.flow import DetailValue, Flow, Numbers

_OF_THE_LOSS = Numbers(1, 1.0, 1.0, 1.0, 0.0, 0, 0, 1.0, 1.0)
"""The gradient of a sum at itself."""


def flow(
    loss_fn: Callable[[], Any],
    variables: Sequence[Any],
    statuses: Sequence[str] | None = None,
    state: state_keeping.Variables | None = None,
    observation: MeasuredObservation | None = None,
    again: bool = False,
) -> Flow:
    """Evaluates a loss once and takes the gradient at every tensor on the way, in one pass.

    No tensor is kept for it: forward values are measured when they are made, and the gradients
    are asked for by the ids of the tensors. The gradients of one pass are held together; TensorFlow
    gives free the values on the way meanwhile.

    Args:
      loss_fn: takes nothing and returns the loss.
      variables: `tf.Variable`, Keras variables, or eager tensors.
      statuses: what the gradients really are; by default what they are in this evaluation.
      state: the values of variables that are given back afterwards; by default those of now.
      observation: what has not seen anything yet and notes it down; by default a new one.
      again: whether it draws the random numbers that the last run with this `state` drew.

    Returns:
      What was seen. If the loss function or TensorFlow raises, the program in it says so and there
      are no gradients.

    Raises:
      RuntimeError: the observation itself failed.
    """
    state = state or state_keeping.Variables(loss_fn)
    observation = observation or new_observation(loss_fn, state)
    # What runs eagerly by itself writes into its arrays.
    as_traced = () if tf.config.functions_run_eagerly() else (array_writes.as_in_functions,)
    program = eager_run.observed(
        loss_fn,
        variables,
        statuses,
        state,
        observation=observation,
        listeners=(recomputation.opened, _details_listening, *as_traced),
        finish=observation.finished,
        again=again,
    )
    found = Flow(
        program,
        observation.forward,
        observation.gradient,
        observation.details,
        observation.values_unwritten,
    )
    return _with_loss(found)


def new_observation(
    loss_fn: Callable[[], Any], state: state_keeping.Variables
) -> MeasuredObservation:
    """What notes down the flow of one evaluation, and the layers that it goes through."""
    return eager_run.new_observation(MeasuredObservation, loss_fn, state)


class MeasuredObservation(Observation):
    """An observation that measures every value of floats when it first meets it."""

    def __init__(
        self,
        name_of_variable: Callable[[Any], str | None],
        name_of_tensor: Callable[[Any], str],
    ):
        super().__init__(name_of_variable, name_of_tensor)
        self.forward: dict[int, Numbers] = {}
        self.gradient: dict[int, Numbers] = {}
        self.details: dict[int, dict[str, DetailValue]] = {}
        self._handles: dict[int, Any] = {}

    def _new(self, tensor: Any, node: int | None, origin: str, name: str) -> int:
        index = super()._new(tensor, node, origin, name)
        if origin == "variable":
            self._handles[index] = tensor
        elif is_measured(tensor.dtype):
            self.forward[index] = measured_tensors.of_tensor(tensor)
            self._note_read(index, node)
        return index

    def _note_read(self, index: int, node: int | None) -> None:
        if node is not None and self.drafts[node].op_type == "ReadVariableOp":
            self.forward.setdefault(self.drafts[node].inputs[0], self.forward[index])

    def detail(self, op_type: str, inputs: Any, attrs: Any, outputs: Any) -> None:
        """Notes down what counts about an op that has just been noted."""
        value = self.known(outputs[0]) if outputs else None
        node = None if value is None else self.values[value].node
        if node is None:
            return
        given = dict(zip(attrs[::2], attrs[1::2], strict=True))
        facts = {}
        # Without the counts of an op that is called as none was before, the flow is still right.
        with contextlib.suppress(ArithmeticError, LookupError, TypeError, ValueError):
            facts = op_details.detail_of(op_type, inputs, outputs, given)
        if facts:
            self.details[node] = facts

    def finished(
        self, tape: tf.GradientTape, loss: Any, variables: Sequence[Any]
    ) -> evaluation.Evaluation:
        """The backward pass, of which every gradient is measured and none kept."""
        behind = self._behind(variables)
        pairs = [
            (id_, index)
            for id_, index in self._indices.items()
            if index in behind and self._is_differentiable(index)
        ]
        try:
            gradients = every_gradient.of_ids(tape, loss, [id_ for id_, _ in pairs])
        except Exception as error:
            return evaluation.failed(loss, variables, error, True)
        with record.stop_recording(), self.noting():
            self._measure(gradients, [index for _, index in pairs])
            self._measure_variables()
        values = [self.known(variable) for variable in variables]
        measured = [None if value is None else self.gradient.get(value) for value in values]
        return evaluation.Evaluation(loss, [], gradient_statuses.of_numbers(measured), None, True)

    def _behind(self, variables: Sequence[Any]) -> set[int]:
        """The program's variables, and what is computed from them or from what is asked about.

        Its data is left out: a training step asks for no gradient there, and a gradient function
        that is not asked for it need not be able to give it.
        """
        asked = {index for one in variables if (index := self.known(one)) is not None}
        found = asked | {value.index for value in self.values if value.origin == "variable"}
        before = -1
        while before < len(found):
            before = len(found)
            for draft in self.drafts:
                if not found.isdisjoint(draft.inputs):
                    found.update(draft.outputs)
        return found

    def _is_differentiable(self, index: int) -> bool:
        value = self.values[index]
        return value.origin == "variable" or is_measured(tf.as_dtype(value.dtype))

    def _measure(self, gradients: list[Any], indices: list[int]) -> None:
        # An addition hands the same tensor on to all that it added.
        measured: dict[int, Numbers] = {}
        while gradients:
            gradient, index = gradients.pop(), indices.pop()
            if gradient is None:
                continue
            if isinstance(gradient, tf.IndexedSlices):
                found = measured_tensors.of_slices(gradient, self.values[index].shape)
            elif gradient._id in measured:
                found = measured[gradient._id]
            else:
                found = measured[gradient._id] = measured_tensors.of_tensor(gradient)
            self.gradient[index] = found

    def _measure_variables(self) -> None:
        """Those whose rows were gathered: nothing has read them as a whole."""
        for index, handle in self._handles.items():
            described = getattr(handle, "_handle_data", None)
            if index in self.forward or described is None or not described.is_set:
                continue
            dtype = tf.as_dtype(described.shape_and_type[0].dtype)
            if is_measured(dtype):
                with contextlib.suppress(tf.errors.FailedPreconditionError):
                    value = tf.raw_ops.ReadVariableOp(resource=handle, dtype=dtype)
                    self.forward[index] = measured_tensors.of_tensor(value)


def is_measured(dtype: tf.DType) -> bool:
    """Whether it is of floats or complex numbers that a gradient can flow to."""
    return probes.carries_gradient(dtype) and (dtype.is_floating or dtype.is_complex)


@contextlib.contextmanager
def _details_listening(observation: Observation) -> Iterator[None]:
    """Counts what endangers a gradient, op by op; after the op itself has been noted."""
    assert isinstance(observation, MeasuredObservation)

    def on_op(
        op_type: str | bytes,
        inputs: Sequence[Any],
        attrs: Sequence[Any],
        outputs: Sequence[Any],
        op_name: str | None = None,  # noqa: ARG001  TensorFlow passes it
        graph: Any = None,
    ) -> None:
        if graph is None and observation.listens:
            with observation.noting():
                kind = op_type.decode() if isinstance(op_type, bytes) else op_type
                observation.detail(kind, inputs, tuple(attrs or ()), outputs or ())

    op_callbacks.add_op_callback(on_op)
    try:
        yield
    finally:
        op_callbacks.remove_op_callback(on_op)


def _with_loss(found: Flow) -> Flow:
    """Where several targets were differentiated, their sum is a value that no op has made."""
    loss = found.program.loss
    if loss is None or loss in found.gradient or not found.gradient:
        return found
    forward = {index: numbers for index, numbers in found.forward.items() if index != loss}
    gradient = {**found.gradient, loss: _OF_THE_LOSS}
    return dataclasses.replace(found, forward=forward, gradient=gradient)
