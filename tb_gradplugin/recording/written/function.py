"""A function of tensors whose ops are written, not traced."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from typing import Any

import tensorflow as tf
from tensorflow.core.framework import graph_pb2

from tb_gradplugin.recording.written.values import Value
from tb_gradplugin.recording.written.writer import FunctionWriter, writing

kept = functools.lru_cache(maxsize=32)
"""Keeps the functions of so many kinds of gradients or variables, for other models and fits."""


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
        self._function = function
        self._given = list(specs)
        self._write()

    def _write(self) -> None:
        writer = FunctionWriter()
        with writing(writer):
            inputs = [
                Value(writer, writer.add_input(spec.dtype), spec.shape.as_list())
                for spec in self._given
            ]
            results = list(self._function(*inputs))
            writer.finish([each.here() for each in results])
        self.specs = [tf.TensorSpec(each.shape, each.dtype) for each in results]
        self._dtypes = [each.dtype for each in results]
        self._name = writer.definition.signature.name
        # Used by any function that is traced later, so it must not belong to one.
        with tf.init_scope():
            self._registered = _registered(writer)
        self._devices = tf.config.list_logical_devices()

    def __call__(self, *tensors: tf.Tensor) -> list[tf.Tensor]:
        """What the function returns; eagerly, or as one op of the function being traced."""
        if self._devices != tf.config.list_logical_devices():
            self._write()  # A runtime that has joined a cluster knows it no more.
        # As an op, not by a call: a tape that is open would have the gradient traced with it. By
        # its name: what stands between is not found where several processes train together.
        results = tf.raw_ops.PartitionedCall(args=tensors, Tout=self._dtypes, f=self._name)
        if not tf.executing_eagerly():
            self._registered.add_to_graph(tf.compat.v1.get_default_graph())  # for an export
            for result, spec in zip(results, self.specs, strict=True):
                result.set_shape(spec.shape)
        return results


def _registered(writer: FunctionWriter) -> Any:
    """A function that does nothing but bring along what was written.

    Unlike `tf.function`, `wrap_function` tells the runtime of what the graph has in its library.
    """
    graph = graph_pb2.GraphDef()
    graph.versions.producer = tf.version.GRAPH_DEF_VERSION
    graph.library.function.extend([*writer.library, writer.definition])
    return tf.compat.v1.wrap_function(lambda: tf.graph_util.import_graph_def(graph, name=""), [])
