"""A function of tensors whose ops are written, not traced."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import tensorflow as tf
from tensorflow.core.framework import graph_pb2

from tb_gradplugin.recording.written.values import Value
from tb_gradplugin.recording.written.writer import FunctionWriter, writing


class GraphFunction:
    """A function of tensors, which uses nothing but what it is given.

    Attributes:
      specs: shapes and dtypes of what it returns.
    """

    def __init__(
        self, function: Callable[..., Sequence[Value]], specs: Sequence[tf.TensorSpec]
    ) -> None:
        """Writes the function down.

        Args:
          function: takes a `Value` for each spec and returns several.
          specs: shapes and dtypes of what the function will be called with.
        """
        writer = FunctionWriter()
        with writing(writer):
            inputs = [
                Value(writer, writer.add_input(spec.dtype), spec.shape.as_list()) for spec in specs
            ]
            results = list(function(*inputs))
            writer.finish([each.here() for each in results])
        self.specs = [tf.TensorSpec(each.shape, each.dtype) for each in results]
        self._dtypes = [each.dtype for each in results]
        self._name = writer.definition.signature.name
        # Used by any function that is traced later, so it must not belong to one.
        with tf.init_scope():
            self._registered = _registered(writer, specs, self._dtypes)

    def __call__(self, *tensors: tf.Tensor) -> list[tf.Tensor]:
        """What the function returns; eagerly, or as one op of the function being traced."""
        # As an op, not by a call: a tape that is open would have the gradient traced with it. By
        # its name: what stands between is not found where several processes train together.
        results = tf.raw_ops.PartitionedCall(args=tensors, Tout=self._dtypes, f=self._name)
        if not tf.executing_eagerly():
            self._registered.add_to_graph(tf.compat.v1.get_default_graph())  # for an export
            for result, spec in zip(results, self.specs, strict=True):
                result.set_shape(spec.shape)
        return results


def _registered(
    writer: FunctionWriter, specs: Sequence[tf.TensorSpec], dtypes: Sequence[tf.DType]
) -> Any:
    """One that calls the written function, which TensorFlow knows from then on."""
    graph = graph_pb2.GraphDef()
    graph.versions.producer = tf.version.GRAPH_DEF_VERSION
    graph.library.function.extend([*writer.library, writer.definition])
    inputs = [f"argument_{place}" for place in range(len(specs))]
    for name, spec in zip(inputs, specs, strict=True):
        node = graph.node.add(name=name, op="Placeholder")
        node.attr["dtype"].type = spec.dtype.as_datatype_enum
    call = graph.node.add(name="call", op="PartitionedCall", input=inputs)
    call.attr["Tin"].list.type.extend([spec.dtype.as_datatype_enum for spec in specs])
    call.attr["Tout"].list.type.extend([dtype.as_datatype_enum for dtype in dtypes])
    call.attr["f"].func.name = writer.definition.signature.name

    def imported(*tensors: tf.Tensor) -> list[tf.Tensor]:
        return tf.graph_util.import_graph_def(
            graph,
            input_map={f"{name}:0": each for name, each in zip(inputs, tensors, strict=True)},
            return_elements=[f"call:{place}" for place in range(len(dtypes))],
            name="",
        )

    # Unlike `tf.function`, this makes what the graph has in its library known to the runtime.
    return tf.compat.v1.wrap_function(imported, specs)
