"""Event and Summary messages, as TensorBoard reads them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TypeAlias

import numpy as np
import tensorflow as tf
from tensorflow.core.framework import (
    summary_pb2,
    tensor_pb2,
    tensor_shape_pb2,
    types_pb2,
)

from tb_gradplugin.schema import encoding, tags

Event: TypeAlias = tf.compat.v1.Event
Summary: TypeAlias = tf.compat.v1.Summary
Tensor: TypeAlias = tensor_pb2.TensorProto
Metadata: TypeAlias = summary_pb2.SummaryMetadata

_DATA_CLASS_TENSOR = 2
"""What makes TensorBoard serve a tag's tensors (`DataClass` in summary.proto)."""

_DTYPES = {
    np.dtype(np.float32): types_pb2.DT_FLOAT,
    np.dtype(np.uint8): types_pb2.DT_UINT8,
}


def file_version(wall_time: float) -> Event:
    """The event that must be the first of every file."""
    return Event(wall_time=wall_time, file_version="brain.Event:2")


def event(
    step: int, wall_time: float, values: Mapping[str, Tensor], new_tags: Collection[str]
) -> Event:
    """One event with all values of a step.

    Args:
      step: int64.
      wall_time: seconds since the epoch.
      values: tensor for each tag.
      new_tags: those that the file has not had yet; they get the metadata.
    """
    message = Event(step=step, wall_time=wall_time)
    for tag, tensor in values.items():
        add_value(message.summary, tag, tensor, with_metadata=tag in new_tags)
    return message


def add_value(summary: Summary, tag: str, tensor: Tensor, with_metadata: bool) -> None:
    """Adds one tagged tensor to a summary."""
    value = summary.value.add(tag=tag, tensor=tensor)
    if with_metadata:
        value.metadata.CopyFrom(metadata())


def metadata() -> Metadata:
    """What makes TensorBoard hand a tag to this plugin."""
    message = Metadata(data_class=_DATA_CLASS_TENSOR)
    message.plugin_data.plugin_name = tags.PLUGIN_NAME
    message.plugin_data.content = encoding.tag_content()
    return message


def tensor(values: np.ndarray) -> Tensor:
    """A float32 or uint8 array as a tensor message."""
    return Tensor(
        dtype=_DTYPES[values.dtype],
        tensor_shape=_shape(values.shape),
        tensor_content=values.astype(values.dtype.newbyteorder("<"), copy=False).tobytes(),
    )


def string_tensor(content: bytes) -> Tensor:
    """Bytes as a scalar string tensor message."""
    return Tensor(dtype=types_pb2.DT_STRING, tensor_shape=_shape(()), string_val=[content])


def _shape(shape: tuple[int, ...]) -> tensor_shape_pb2.TensorShapeProto:
    dims = [tensor_shape_pb2.TensorShapeProto.Dim(size=size) for size in shape]
    return tensor_shape_pb2.TensorShapeProto(dim=dims)
