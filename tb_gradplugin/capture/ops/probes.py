"""Which inputs of an op get a gradient: asked of the op's registered gradient function.

A list of ops would be wrong: `Round` and `ArgMax` have a gradient function, and it returns None.
So the function is called as TensorFlow would call it, with placeholders in a scratch graph.
"""

from __future__ import annotations

import contextlib
import functools
import itertools
import warnings
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import tensorflow as tf
from tensorflow.python.eager import backprop, backprop_util, context
from tensorflow.python.framework import func_graph, op_def_registry, ops

_answers: dict[Any, tuple[bool, ...] | None] = {}
_raising: set[Any] = set()
"""Keys of ops whose gradient function raised for every shape that was tried."""


def of_graph_op(op: tf.Operation) -> tuple[bool, ...] | None:
    """Which inputs of an op of a graph get a gradient once its outputs have one.

    Args:
      op: an op of a finished graph or of one that is being made. Neither it nor its graph
        is changed.

    Returns:
      For each input, whether TensorFlow gives it a gradient. None where no gradient function is
      registered for the op, so that TensorFlow raises LookupError.
    """
    inputs, outputs = op.inputs, op.outputs
    if not _carries(inputs) or not _carries(outputs):
        return (False,) * len(inputs)
    attrs = op.node_def.attr
    override = attrs["_gradient_op_type"].s.decode() if "_gradient_op_type" in attrs else ""
    key = (
        op.type,
        override,
        tuple(sorted((k, v.SerializeToString()) for k, v in attrs.items() if k[0] != "_")),
        _signature(inputs),
        _signature(outputs),
    )
    if key not in _answers:
        _answers[key] = _asked(_GraphOp(op), override or op.type, key, inputs, outputs)
    return _answers[key]


def of_eager_op(
    op_type: str | bytes,
    inputs: Sequence[tf.Tensor],
    attrs: Sequence[Any],
    outputs: Sequence[tf.Tensor],
) -> tuple[bool, ...] | None:
    """Which inputs of an op that ran eagerly get a gradient once its outputs have one.

    Args:
      op_type: TensorFlow's name of the op; for some ops a callback is given bytes.
      inputs: the tensors it was given.
      attrs: name, value, name, value, ..., as an op callback of TensorFlow is given them.
      outputs: the tensors it gave.

    Returns:
      As `of_graph_op`.
    """
    if not _carries(inputs) or not _carries(outputs):
        return (False,) * len(inputs)
    key = _key_of_eager_op(op_type, inputs, attrs, outputs)
    if key not in _answers:
        op = backprop._MockOp(_completed(key[0], tuple(attrs or ())), (), (), key[0], None)
        _answers[key] = _asked(op, key[0], key, inputs, outputs)
    return _answers[key]


def gradient_raises(
    op_type: str | bytes,
    inputs: Sequence[tf.Tensor],
    attrs: Sequence[Any],
    outputs: Sequence[tf.Tensor],
) -> bool:
    """Whether the gradient function of an op raised when `of_eager_op` was asked the same."""
    return bool(_raising) and _key_of_eager_op(op_type, inputs, attrs, outputs) in _raising


def _key_of_eager_op(
    op_type: str | bytes,
    inputs: Sequence[tf.Tensor],
    attrs: Sequence[Any],
    outputs: Sequence[tf.Tensor],
) -> tuple[Any, ...]:
    op_type = op_type.decode() if isinstance(op_type, bytes) else op_type
    return (op_type, repr(tuple(attrs or ())), _signature(inputs), _signature(outputs))


@functools.cache
def carries_gradient(dtype: tf.DType) -> bool:
    """Whether TensorFlow hands gradients to tensors of this dtype at all."""
    return bool(backprop_util.IsTrainable(dtype))


@contextlib.contextmanager
def scratch_graph() -> Iterator[func_graph.FuncGraph]:
    """A graph to ask in, whose ops no op callback is told of."""
    graph = func_graph.FuncGraph("gradient_health_scratch")
    thread = context.context()._thread_local_data
    before = thread.invoking_op_callbacks
    # Tapes are not stopped: the function of a custom gradient may use one of its own.
    with graph.as_default(), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        thread.invoking_op_callbacks = True
        try:
            yield graph
        finally:
            thread.invoking_op_callbacks = before


class _GraphOp:
    """What a gradient function may ask of an op, answered for placeholders in its place."""

    skip_input_indices = None

    def __init__(self, op: tf.Operation) -> None:
        self.type = op.type
        self.name = op.name
        self.device = op.device
        self.node_def = op.node_def
        self.op_def = op.op_def
        self.get_attr = op.get_attr
        self.control_inputs: tuple[tf.Operation, ...] = ()
        self.graph: tf.Graph | None = None
        self.inputs: Sequence[tf.Tensor] = ()
        self.outputs: Sequence[tf.Tensor] = ()


def _completed(op_type: str, attrs: tuple[Any, ...]) -> tuple[Any, ...]:
    # A callback is given None for an attribute that the caller left at its default.
    given = dict(zip(attrs[::2], attrs[1::2], strict=True))
    definition = op_def_registry.get(op_type)
    for attr in definition.attr if definition is not None else ():
        if given.get(attr.name) is None and attr.HasField("default_value"):
            given[attr.name] = _python_value(attr.default_value)
    return tuple(itertools.chain.from_iterable(given.items()))


def _python_value(value: Any) -> Any:
    kind = value.WhichOneof("value")
    if kind != "list":
        return getattr(value, kind)
    return next((list(values) for _, values in value.list.ListFields()), [])


def _carries(tensors: Sequence[tf.Tensor]) -> bool:
    return any(carries_gradient(tensor.dtype) for tensor in tensors)


def _signature(tensors: Sequence[tf.Tensor]) -> tuple[Any, ...]:
    return tuple((tensor.dtype.as_datatype_enum, tensor.shape.rank) for tensor in tensors)


def _asked(
    op: Any,
    registered_as: str,
    key: Any,
    inputs: Sequence[tf.Tensor],
    outputs: Sequence[tf.Tensor],
) -> tuple[bool, ...] | None:
    try:
        function = ops._gradient_registry.lookup(registered_as)
    except LookupError:
        return None
    if function is None:  # registered as not differentiable
        return (False,) * len(inputs)
    carrying = tuple(carries_gradient(tensor.dtype) for tensor in inputs)
    # Some gradient functions refuse a shape that another tensor of this rank would have.
    for shape_of in (_same_shape, _same_rank):
        try:
            gradients = _called(function, op, inputs, outputs, shape_of)
        except Exception:
            continue
        missing = [None] * (len(inputs) - len(gradients))
        return tuple(
            carries and gradient is not None
            for carries, gradient in zip(carrying, gradients + missing, strict=True)
        )
    # It raises for reasons of its own. What TensorFlow then says, it says to the user as well.
    _raising.add(key)
    return carrying


def _called(
    function: Callable[..., Any],
    op: Any,
    inputs: Sequence[tf.Tensor],
    outputs: Sequence[tf.Tensor],
    shape_of: Callable[[tf.Tensor], tf.TensorShape],
) -> list[Any]:
    with scratch_graph() as graph:
        op.graph = graph
        op.inputs = [_placeholder(tensor, tensor.dtype, shape_of) for tensor in inputs]
        op.outputs = [_placeholder(tensor, tensor.dtype, shape_of) for tensor in outputs]
        of_outputs = [_gradient_like(tensor, shape_of) for tensor in outputs]
        gradients = function(op, *of_outputs)
    return list(gradients) if isinstance(gradients, (list, tuple)) else [gradients]


def _placeholder(
    tensor: tf.Tensor, dtype: tf.DType, shape_of: Callable[[tf.Tensor], tf.TensorShape]
) -> tf.Tensor:
    placeholder = tf.compat.v1.placeholder(dtype, shape_of(tensor))
    handle = getattr(tensor, "_handle_data", None)
    if handle is not None and dtype in (tf.resource, tf.variant):
        placeholder._handle_data = handle
    return placeholder


def _gradient_like(tensor: tf.Tensor, shape_of: Callable[[tf.Tensor], tf.TensorShape]) -> tf.Tensor:
    if tensor.dtype != tf.resource:
        return _placeholder(tensor, tensor.dtype, shape_of)
    # The gradient of a handle is that of the value behind it.
    handle = getattr(tensor, "_handle_data", None)
    behind = handle.shape_and_type if handle is not None and handle.is_set else ()
    dtype = tf.dtypes.as_dtype(behind[0].dtype) if behind else tf.float32
    return tf.compat.v1.placeholder(dtype, tf.TensorShape(None))


def _same_shape(tensor: tf.Tensor) -> tf.TensorShape:
    return tensor.shape


def _same_rank(tensor: tf.Tensor) -> tf.TensorShape:
    return tf.TensorShape([None] * tensor.shape.rank if tensor.shape.rank is not None else None)
