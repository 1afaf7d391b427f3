"""What a `tf.data` pipeline makes its elements from, where no op callback is called."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from types import FunctionType
from typing import Any

import tensorflow as tf
from tensorflow.python.data.ops import iterator_ops
from tensorflow.python.framework import ops

from tb_gradplugin.capture.observing import held_tensors, python_names
from tb_gradplugin.capture.observing.observation import Observation, handle_of
from tb_gradplugin.capture.observing.patches import patched

_NEXT = "IteratorGetNext"

_CALLS = 4
"""How far to look from a function of a pipeline, which may be TensorFlow's, into others."""


@contextlib.contextmanager
def listening(observation: Observation) -> Iterator[None]:
    """Adds a pipeline's variables and tensors to the inputs of the op that takes an element."""
    owner = iterator_ops.OwnedIterator
    take = owner._next_internal
    known: dict[int, list[Any]] = {}

    def next_internal(iterator: Any) -> Any:
        if not observation.listens:
            return take(iterator)
        first = len(observation.drafts)
        element = take(iterator)
        with observation.noting():
            _note(observation, first, _handles(iterator, known))
        return element

    with patched(owner, take.__name__, next_internal):
        yield


def _note(observation: Observation, first: int, handles: list[Any]) -> None:
    draft = next((d for d in observation.drafts[first:] if d.op_type == _NEXT), None)
    if draft is None:
        return
    values = observation.values_of(handles)
    used = tuple(v for v in values if observation.values[v].origin in ("variable", "tensor"))
    if used:
        # To a tape none of them is an input: it asks this op for no gradient.
        draft.inputs += used
        draft.passes = (False,) * len(draft.inputs)


def _handles(iterator: Any, known: dict[int, list[Any]]) -> list[Any]:
    """Resources that the functions of an iterator's dataset captured, and tensors it is made of."""
    resource = getattr(iterator, "_iterator_resource", None)
    dataset = getattr(iterator, "_dataset", None)
    if not isinstance(resource, ops.EagerTensor) or dataset is None:
        return []
    if resource._id not in known:
        found = {tensor._id: tensor for tensor in held_tensors.of_dataset(dataset)}
        waiting, seen = [dataset], set()
        while waiting:
            one = waiting.pop()
            if id(one) in seen:
                continue
            seen.add(id(one))
            waiting.extend(one._inputs())
            for wrapper in one._functions():
                captured = [*wrapper.function.captured_inputs, *_of_python(wrapper)]
                for each in captured:
                    if isinstance(each, ops.EagerTensor) and each.dtype == tf.resource:
                        found[each._id] = each
        known[resource._id] = list(found.values())
    return known[resource._id]


def _of_python(wrapper: Any) -> Iterator[Any]:
    """Handles of the variables that a function calls by name, as a Python generator does."""
    waiting: list[tuple[Any, int]] = [(getattr(wrapper, "_func", None), _CALLS)]
    seen: set[int] = set()
    while waiting:
        value, calls = waiting.pop()
        # What TensorFlow keeps of a generator is an object of its own.
        value = getattr(value, "_generator", value)
        if id(value) in seen:
            continue
        seen.add(id(value))
        if isinstance(value, FunctionType) and calls:
            waiting += [(item, calls - 1) for _, item in python_names.names_in_reach(value)]
        elif handle_of(value) is not None:
            yield handle_of(value)
        elif not isinstance(value, type) and hasattr(type(value), "variables"):
            waiting += [(each, 0) for each in value.variables]
