"""What `tf.custom_gradient` makes, and which of its gradients turn out to be None.

Calls of finished graph functions, which cannot be opened, are followed in the same way.
"""

from __future__ import annotations

import contextlib
import dataclasses
import inspect
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import tensorflow as tf
from tensorflow.python.eager import record
from tensorflow.python.eager.polymorphic_function import concrete_function
from tensorflow.python.ops import custom_gradient

from tb_gradplugin.capture.observing.observation import Draft, Observation
from tb_gradplugin.capture.observing.patches import Proxy, patched
from tb_gradplugin.capture.ops import probes
from tb_gradplugin.capture.sources import frames, returns
from tb_gradplugin.diagnosis import op_types
from tb_gradplugin.schema.findings import Location

_RECOMPUTATION = "recompute_grad."


@contextlib.contextmanager
def listening(observation: Observation) -> Iterator[None]:
    """Makes an op of each call; what it passes is learnt when its gradient is asked for."""
    calls = _Calls(observation)
    evaluate = calls.evaluated(custom_gradient._eager_mode_decorator)
    with (
        patched(custom_gradient, "_eager_mode_decorator", evaluate),
        patched(
            custom_gradient, "record", Proxy(record, record_operation=calls.record_custom_gradient)
        ),
        patched(
            concrete_function,
            "record",
            Proxy(
                record,
                record_operation=calls.recorder_of_functions(record.record_operation),
                record_operation_backprop_only=calls.recorder_of_functions(
                    record.record_operation_backprop_only
                ),
            ),
        ),
    ):
        yield


class _Call:
    """One call in progress."""

    def __init__(
        self, function: Callable[..., Any], args: Any, kwargs: Any, observation: Observation
    ):
        self.function = function
        self.argument_count = len(tf.nest.flatten(args))
        self.keyword_count = len(tf.nest.flatten(kwargs))
        self.first_node = len(observation.drafts)
        self.first_departure = len(observation.departures)
        self.is_recomputation = function.__module__ == custom_gradient.__name__ and getattr(
            function, "__qualname__", ""
        ).startswith(_RECOMPUTATION)


class _Calls:
    def __init__(self, observation: Observation):
        self._observation = observation
        self._calls: list[_Call] = []

    def evaluated(self, original: Callable[..., Any]) -> Callable[..., Any]:
        observation = self._observation

        def evaluate(f: Callable[..., Any], args: Any, kwargs: Any) -> Any:
            if not observation.listens:
                return original(f, args, kwargs)
            self._calls.append(_Call(f, args, kwargs, observation))
            observation.custom_depth += 1
            try:
                return original(f, args, kwargs)
            except TypeError as error:
                observation.refused = _refused(error)
                raise
            finally:
                observation.custom_depth -= 1
                self._calls.pop()

        return evaluate

    def record_custom_gradient(
        self,
        op_type: str,
        output_tensors: Sequence[Any],
        input_tensors: Sequence[Any],
        backward_function: Callable[..., Any],
        *rest: Any,
    ) -> None:
        observation = self._observation
        call = self._calls[-1] if self._calls else None
        is_one = call is not None and not call.is_recomputation and tf.executing_eagerly()
        if is_one and observation.listens:
            assert call is not None
            with observation.noting():
                draft = self._note(call, output_tensors, input_tensors)
                kept = inspect.getclosurevars(backward_function).nonlocals
                draft.detail["returned"] = returned(kept.get("grad_fn"))
                backward_function = _learning(backward_function, draft)
        record.record_operation(op_type, output_tensors, input_tensors, backward_function, *rest)

    def recorder_of_functions(self, original: Callable[..., None]) -> Callable[..., None]:
        def record_function(
            op_type: Any,
            output_tensors: Sequence[Any],
            input_tensors: Sequence[Any],
            backward_function: Callable[..., Any],
            *rest: Any,
        ) -> None:
            if self._observation.listens and output_tensors:
                draft = self._maker(output_tensors)
                if draft is not None and draft.op_type == op_types.FUNCTION_CALL:
                    backward_function = _learning(backward_function, draft)
            original(op_type, output_tensors, input_tensors, backward_function, *rest)

        return record_function

    def _note(self, call: _Call, outputs: Sequence[Any], inputs: Sequence[Any]) -> Draft:
        observation = self._observation
        node = len(observation.drafts)
        for inner in observation.drafts[call.first_node :]:
            inner.detail.setdefault("inside_custom_gradient", node)
        for place in range(call.first_departure, len(observation.departures)):
            left = observation.departures[place]
            observation.departures[place] = dataclasses.replace(left, in_custom_gradient=node)
        values = [observation.value_of(tensor) for tensor in inputs]
        # What follows the arguments are the values, just read, of the variables that were used.
        handles = [self._handle_read(value) for value in values[call.argument_count :]]
        values[call.argument_count :] = handles
        draft = Draft(
            "CustomGradient",
            tuple(value for value in values if value is not None),
            (),
            tuple(probes.carries_gradient(tensor.dtype) for tensor in inputs),
            frames.of_this_stack(),
            observation.layers[-1] if observation.layers else None,
            {
                "function": getattr(call.function, "__name__", type(call.function).__name__),
                "definition": _said(frames.of_function(call.function))
                or str(getattr(call.function, "__module__", "")),
            },
        )
        if call.keyword_count:
            draft.detail["keyword_arguments"] = call.keyword_count
        if observation.metrics:
            draft.detail["metric"] = observation.metrics[-1]
        observation.add(draft)
        # The copies that TensorFlow made of the results become what this op gives.
        draft.outputs = tuple(observation.made(tensor, node) for tensor in outputs)
        return draft

    def _handle_read(self, value: int | None) -> int | None:
        maker = self._node_of(value)
        return maker.inputs[0] if maker is not None and maker.op_type == "ReadVariableOp" else value

    def _maker(self, tensors: Sequence[Any]) -> Draft | None:
        return next(
            filter(None, (self._node_of(self._observation.known(t)) for t in tensors)), None
        )

    def _node_of(self, value: int | None) -> Draft | None:
        node = None if value is None else self._observation.values[value].node
        return None if node is None else self._observation.drafts[node]


def _learning(backward: Callable[..., Any], draft: Draft) -> Callable[..., Any]:
    def learn(*gradients: Any) -> Any:
        try:
            results = backward(*gradients)
        except Exception as error:
            draft.detail.update(_refused_answer(error))
            raise
        flat = results if isinstance(results, (list, tuple)) else [results]
        count = len(draft.inputs)
        if len(flat) >= count:
            draft.passes = tuple(result is not None for result in flat[:count])
            draft.detail["asked"] = True
        return results

    return learn


def _refused_answer(error: Exception) -> dict[str, int]:
    """Whether TensorFlow refuses what a gradient function returned, and the numbers in it."""
    known = _locals_of_tensorflow(error)
    if "variable_grads" not in known:
        return {}
    given, used = known["variable_grads"], known.get("variables")
    if isinstance(given, (list, tuple)) and isinstance(used, list) and len(given) != len(used):
        return {"refused": 1, "given": len(given), "used": len(used)}
    return {"refused": 1}


def returned(gradient: Callable[..., Any] | None) -> str:
    """Where a gradient function returns a None, or begins, as "file:line"; empty if unknown."""
    if gradient is None:
        return ""
    return _said(frames.of_function(gradient, returns.line_of_none(gradient)))


def _refused(error: TypeError) -> tuple[Location, ...]:
    """The gradient function that TensorFlow itself refuses, where that is what it raises."""
    gradient = _locals_of_tensorflow(error).get("grad_fn")
    return frames.of_function(gradient) if gradient is not None else ()


def _locals_of_tensorflow(error: Exception) -> dict[str, Any]:
    """What stood in TensorFlow's own names where it raised, in what makes custom gradients."""
    last = error.__traceback__
    while last is not None and last.tb_next is not None:
        last = last.tb_next
    if last is None or last.tb_frame.f_code.co_filename != custom_gradient.__file__:
        return {}
    return last.tb_frame.f_locals


def _said(place: tuple[Location, ...]) -> str:
    return place[0].place if place else ""
