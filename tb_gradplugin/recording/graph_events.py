"""Summary messages built by ops of the graph."""

from __future__ import annotations

from collections.abc import Sequence

import tensorflow as tf
from tensorflow.core.framework import tensor_shape_pb2, types_pb2

from tb_gradplugin.recording import events
from tb_gradplugin.schema import statistics as schema
from tb_gradplugin.schema import tags


def summary(
    digest: str, names: Sequence[str], matrix: tf.Tensor, loss: tf.Tensor | None
) -> tf.Tensor:
    """A serialized Summary with one value for each row and one for the loss.

    Args:
      digest: of the variable table.
      names: of the rows; the first is `state`.
      matrix: float32 [len(names), variables].
      loss: real scalar, where it is known.

    Returns:
      String scalar.
    """
    assert names[0] == schema.STATE
    variables = int(matrix.shape[1])
    loss = tf.constant(float("nan")) if loss is None else tf.cast(loss, tf.float32)
    tensors = tf.concat(
        [
            _tensors(tf.cast(matrix[:1], tf.int32), "int_val", types_pb2.DT_UINT8, (variables,)),
            _tensors(matrix[1:], "float_val", types_pb2.DT_FLOAT, (variables,)),
            _tensors(loss[tf.newaxis, tf.newaxis], "float_val", types_pb2.DT_FLOAT, ()),
        ],
        axis=0,
    )
    all_names = [*names, *schema.STEP_NAMES]
    values = _encoded(
        "tensorflow.Summary.Value",
        {
            "tag": tf.constant([[str(tags.Tag(name, digest))] for name in all_names]),
            "metadata": tf.fill([len(all_names), 1], events.metadata().SerializeToString()),
            "tensor": tensors[:, tf.newaxis],
        },
    )
    return _encoded("tensorflow.Summary", {"value": values[tf.newaxis]})[0]


def _tensors(rows: tf.Tensor, field: str, dtype: int, shape: tuple[int, ...]) -> tf.Tensor:
    """One serialized TensorProto for each row, its numbers in the repeated `field`."""
    count = int(rows.shape[0])
    dims = [tensor_shape_pb2.TensorShapeProto.Dim(size=size) for size in shape]
    shape_message = tensor_shape_pb2.TensorShapeProto(dim=dims)
    return _encoded(
        "tensorflow.TensorProto",
        {
            "dtype": tf.fill([count, 1], dtype),
            "tensor_shape": tf.fill([count, 1], shape_message.SerializeToString()),
            field: rows,
        },
    )


def _encoded(message_type: str, fields: dict[str, tf.Tensor]) -> tf.Tensor:
    """One serialized message for each row of the [messages, repetitions] fields."""
    messages = next(iter(fields.values())).shape[0]
    repetitions = [values.shape[1] for values in fields.values()]
    return tf.io.encode_proto(
        sizes=tf.fill([messages, 1], 1) * tf.constant([repetitions]),
        values=list(fields.values()),
        field_names=list(fields),
        message_type=message_type,
    )
