"""Summary messages built by ops of the graph."""

from __future__ import annotations

import tensorflow as tf
from tensorflow.core.framework import tensor_shape_pb2, types_pb2

from tb_gradplugin.recording import events
from tb_gradplugin.recording.statistics import OF_GRADIENT, GradientRow
from tb_gradplugin.schema import statistics as schema
from tb_gradplugin.schema import tags
from tb_gradplugin.schema.histogram import BINS, HISTOGRAM, VARIABLES_PER_CHUNK


def summary(
    digest: str, row: GradientRow, variable_norms: tf.Tensor, loss: tf.Tensor | None
) -> tf.Tensor:
    """A serialized Summary with all that is known of one step.

    Args:
      digest: of the variable table.
      row: what was measured of the gradients.
      variable_norms: float32 [variables].
      loss: real scalar, where it is known.

    Returns:
      String scalar.
    """
    variables = int(row.states.shape[0])
    loss = tf.constant(float("nan")) if loss is None else tf.cast(loss, tf.float32)
    vectors = tf.concat([row.statistics, variable_norms[tf.newaxis]], axis=0)
    tensors = [
        _tensors(tf.cast(row.states, tf.int32)[tf.newaxis], types_pb2.DT_UINT8, (variables,)),
        _tensors(vectors, types_pb2.DT_FLOAT, (variables,)),
        _tensors(loss[tf.newaxis, tf.newaxis], types_pb2.DT_FLOAT, ()),
    ]
    all_tags = [
        tags.Tag(kind, digest) for kind in (schema.STATE, *OF_GRADIENT, "variable_norm", "loss")
    ]
    shares = tf.cast(row.histograms, tf.int32)
    for chunk, start in enumerate(range(0, variables, VARIABLES_PER_CHUNK)):
        part = tf.reshape(shares[start : start + VARIABLES_PER_CHUNK], [1, -1])
        shape = (int(part.shape[1]) // BINS, BINS)
        tensors.append(_tensors(part, types_pb2.DT_UINT8, shape))
        all_tags.append(tags.Tag(HISTOGRAM, digest, f"{chunk:x}"))
    values = _encoded(
        "tensorflow.Summary.Value",
        {
            "tag": tf.constant([[str(tag)] for tag in all_tags]),
            "metadata": tf.fill([len(all_tags), 1], events.metadata().SerializeToString()),
            "tensor": tf.concat(tensors, axis=0)[:, tf.newaxis],
        },
    )
    return _encoded("tensorflow.Summary", {"value": values[tf.newaxis]})[0]


def _tensors(rows: tf.Tensor, dtype: int, shape: tuple[int, ...]) -> tf.Tensor:
    """One serialized TensorProto for each row of numbers."""
    field = "float_val" if dtype == types_pb2.DT_FLOAT else "int_val"
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
