"""Ops that run eagerly, noted down by an op callback."""

from __future__ import annotations

import contextlib
import functools
import re
import threading
from collections.abc import Iterator, Sequence
from typing import Any

from tensorflow.python import pywrap_tfe
from tensorflow.python.framework import op_callbacks, op_def_registry

from tb_gradplugin.capture.observing import differentiated, variable_reads
from tb_gradplugin.capture.observing.observation import Draft, Observation
from tb_gradplugin.capture.ops import probes
from tb_gradplugin.capture.sources import frames
from tb_gradplugin.diagnosis import op_types

_PYTHON_FUNCTIONS = frozenset({"EagerPyFunc", "PyFunc", "PyFuncStateless"})
_FUNCTION_NAME = re.compile(r"^__(?:forward|inference|backward)_(.*?)_\d+$")


@contextlib.contextmanager
def listening(observation: Observation) -> Iterator[None]:
    """Notes down every op that this thread runs eagerly."""

    def on_op(
        op_type: str | bytes,
        inputs: Sequence[Any],
        attrs: Sequence[Any],
        outputs: Sequence[Any],
        op_name: str | None = None,  # noqa: ARG001  TensorFlow passes it
        graph: Any = None,
    ) -> None:
        if graph is None and observation.hears:
            with observation.noting():
                kind = op_type.decode() if isinstance(op_type, bytes) else op_type
                _note(observation, kind, inputs, tuple(attrs or ()), outputs or ())

    op_callbacks.add_op_callback(on_op)
    try:
        yield
    finally:
        op_callbacks.remove_op_callback(on_op)


def _note(
    observation: Observation,
    op_type: str,
    inputs: Sequence[Any],
    attrs: tuple[Any, ...],
    outputs: Sequence[Any],
) -> None:
    where = frames.of_this_stack()
    is_own = observation.is_own_thread
    layer = observation.layers[-1] if observation.layers and is_own else None
    for tensor in inputs:
        handle = observation.unseen_reads.pop(tensor._id, None)
        if (
            handle is not None
            and observation.known(tensor) is None
            and variable_reads.is_read(handle, tensor)
        ):
            _note_read(observation, handle, tensor, where, layer)

    draft = Draft(op_type, observation.values_of(inputs), (), (), where, layer)
    if where.call:
        draft.detail["call"] = where.call
    if _is_op(op_type):
        draft.passes = probes.of_eager_op(op_type, inputs, attrs, outputs)
        if probes.gradient_raises(op_type, inputs, attrs, outputs):
            draft.detail["gradient_raises"] = True
    else:
        draft.op_type = op_types.FUNCTION_CALL
        draft.detail["function"] = _function_name(op_type)
        draft.passes = tuple(probes.carries_gradient(tensor.dtype) for tensor in inputs)
    if observation.differentiating and is_own and _ends(draft):
        of = differentiated.by_this_stack(observation)
        if of is not None:
            draft.detail["gradient_of"] = of
    if not is_own or (pywrap_tfe.TFE_Py_TapeSetIsStopped() and not observation.custom_depth):
        draft.passes = (False,) * len(draft.inputs)
        draft.detail["unrecorded"] = True
    if not is_own:
        own = where.locations
        handing = observation.other_threads.get(threading.get_ident(), ())
        draft.frames = where._replace(locations=own + handing)
        draft.detail["lines_of_thread"] = len(own)
    if op_type == "Cast":
        draft.detail["to"] = outputs[0].dtype.name
    elif op_type in _PYTHON_FUNCTIONS and observation.python_functions:
        draft.detail["function"] = observation.python_functions[-1]
    if observation.metrics and is_own:
        draft.detail["metric"] = observation.metrics[-1]
    node = observation.add(draft)
    name = _variable_name(attrs) if op_type == "VarHandleOp" else ""
    draft.outputs = tuple(observation.made(tensor, node, name) for tensor in outputs)


def _note_read(
    observation: Observation, handle: Any, tensor: Any, where: frames.Frames, layer: str | None
) -> None:
    index = observation.value_of(handle)
    assert index is not None
    passes = (probes.carries_gradient(tensor.dtype),)
    read = Draft("ReadVariableOp", (index,), (), passes, where, layer)
    node = observation.add(read)
    read.outputs = (observation.made(tensor, node),)


def _ends(draft: Draft) -> bool:
    """Whether an op computes with values that it hands no gradient to."""
    if draft.op_type in op_types.VALUE_FREE:
        return False
    return draft.passes is None or not all(draft.passes)


@functools.cache
def _is_op(op_type: str) -> bool:
    return op_def_registry.get(op_type) is not None


def _function_name(op_type: str) -> str:
    match = _FUNCTION_NAME.match(op_type)
    return match[1] if match else op_type


def _variable_name(attrs: tuple[Any, ...]) -> str:
    name = dict(zip(attrs[::2], attrs[1::2], strict=True)).get("debug_name", "")
    return str(name).rstrip("/")
