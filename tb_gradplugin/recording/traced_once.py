"""Ops that are traced once, and called wherever they are needed.

What users wait for is the first trace, and it grows with the number of ops. A call is one op,
and the runtime lays the ops of what it calls in its place before the first step.
"""

from __future__ import annotations

from collections.abc import Callable

import tensorflow as tf


class TracedOnce:
    """A function of tensors, which uses nothing but what it is given."""

    def __init__(self, function: Callable[..., tf.Tensor], of_any_shape: bool = False) -> None:
        """Traces nothing yet.

        Args:
          function: takes tensors and returns one.
          of_any_shape: whether one trace serves tensors of all shapes of a rank.
        """
        self._function = function
        self._of_any_shape = of_any_shape
        self._traced: dict[tuple[tf.TensorSpec, ...], tf.types.experimental.ConcreteFunction] = {}

    def __call__(self, *tensors: tf.Tensor) -> tf.Tensor:
        """What the function returns; eagerly, or as one op of the function being traced."""
        if tf.executing_eagerly():
            return self._function(*tensors)
        specs = tuple(tf.TensorSpec(self._shape(each), each.dtype) for each in tensors)
        if specs not in self._traced:
            traced = tf.function(self._function, autograph=False).get_concrete_function(*specs)
            self._traced[specs] = traced
        traced = self._traced[specs]
        # As an op, not by a call: a tape that is open would have the gradient traced with it.
        [result] = tf.raw_ops.PartitionedCall(args=tensors, Tout=[traced.output_dtypes], f=traced)
        result.set_shape(traced.output_shapes)
        return result

    def _shape(self, tensor: tf.Tensor) -> list[int | None]:
        if self._of_any_shape:
            return [None] * tensor.shape.rank
        return tensor.shape.as_list()
