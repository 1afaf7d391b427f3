"""Variables that functions of a `tf.data` pipeline compute with, where no op callback is called."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any

import tensorflow as tf
from tensorflow.python.data.ops import iterator_ops
from tensorflow.python.framework import ops

from tb_gradplugin.capture.observation import Observation
from tb_gradplugin.capture.patches import patched

_NEXT = "IteratorGetNext"


@contextlib.contextmanager
def listening(observation: Observation) -> Iterator[None]:
    """Adds the variables of a pipeline to the inputs of the op that takes an element from it."""
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
    used = tuple(value for value in values if observation.values[value].origin == "variable")
    if used:
        # To a tape none of them is an input: it asks this op for no gradient.
        draft.inputs += used
        draft.passes = (False,) * len(draft.inputs)


def _handles(iterator: Any, known: dict[int, list[Any]]) -> list[Any]:
    """Resources that the functions of an iterator's dataset captured."""
    resource = getattr(iterator, "_iterator_resource", None)
    dataset = getattr(iterator, "_dataset", None)
    if not isinstance(resource, ops.EagerTensor) or dataset is None:
        return []
    if resource._id not in known:
        found: dict[int, Any] = {}
        waiting, seen = [dataset], set()
        while waiting:
            one = waiting.pop()
            if id(one) in seen:
                continue
            seen.add(id(one))
            waiting.extend(one._inputs())
            for wrapper in one._functions():
                for captured in wrapper.function.captured_inputs:
                    if isinstance(captured, ops.EagerTensor) and captured.dtype == tf.resource:
                        found[captured._id] = captured
        known[resource._id] = list(found.values())
    return known[resource._id]
