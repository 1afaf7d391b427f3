"""Numbers of elements that an eager tensor tells without running an op."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Iterator
from typing import Any

from tensorflow.python.framework import ops
from tensorflow.python.ops import array_ops

from tb_gradplugin.capture.observing.observation import Draft, Observation
from tb_gradplugin.capture.observing.patches import patched
from tb_gradplugin.capture.sources import file_owners, frames
from tb_gradplugin.capture.sources.file_owners import Owner
from tb_gradplugin.diagnosis.program import Departure


@contextlib.contextmanager
def listening(observation: Observation) -> Iterator[None]:
    """Notes down `tf.size` as the op that it is in a graph, and shapes that the program reads."""
    name = "size_internal"
    size = getattr(array_ops, name)
    shape = _defined(ops.EagerTensor, "shape")
    length = _defined(ops.EagerTensor, "__len__")
    with (
        patched(array_ops, name, _noted(size, observation)),
        patched(*shape, property(_told(getattr(*shape).fget, observation))),
        patched(*length, _told(getattr(*length), observation)),
    ):
        yield


def _defined(cls: type, name: str) -> tuple[type, str]:
    """The class that an attribute is inherited from."""
    return next(each for each in cls.__mro__ if name in vars(each)), name


def _told(original: Callable[[Any], Any], observation: Observation) -> Callable[[Any], Any]:
    """Notes the tensor as leaving by its shape, where the program itself asks for that."""

    def tell(tensor: Any) -> Any:
        if observation.listens and isinstance(tensor, ops.EagerTensor):
            file = sys._getframe(1).f_code.co_filename
            if file_owners.owner(file) is not Owner.FRAMEWORK:
                with observation.noting():
                    _note_departure(observation, tensor)
        return original(tensor)

    return tell


def _note_departure(observation: Observation, tensor: Any) -> None:
    value = observation.known(tensor)
    if value is not None:
        where = frames.of_this_stack().locations
        left = Departure(value, "shape", where, before_node=len(observation.drafts))
        observation.departures.append(left)


def _noted(original: Callable[..., Any], observation: Observation) -> Callable[..., Any]:
    def size(input: Any, *args: Any, **kwargs: Any) -> Any:  # noqa: A002  TensorFlow's name
        result = original(input, *args, **kwargs)
        if observation.listens and isinstance(result, ops.EagerTensor):
            with observation.noting():
                _note(observation, input, result)
        return result

    return size


def _note(observation: Observation, tensor: Any, result: Any) -> None:
    value = observation.value_of(tensor)
    # The size of a sparse tensor is computed by ops, which were seen.
    if value is None or observation.known(result) is not None:
        return
    layer = observation.layers[-1] if observation.layers else None
    draft = Draft("Size", (value,), (), (False,), frames.of_this_stack(), layer)
    node = observation.add(draft)
    draft.outputs = (observation.made(result, node),)
