"""One batch for a Keras model, as `fit` would hand it to a training step."""

from __future__ import annotations

import dataclasses
from typing import Any

import keras
import numpy as np
import tensorflow as tf

_TENSORS = (tf.Tensor, tf.RaggedTensor, tf.SparseTensor)


@dataclasses.dataclass(frozen=True)
class Batch:
    """What a training step is given.

    Attributes:
      packed: the argument of `train_step`.
      parts: what is in it, by the name that the user's program gave it.
    """

    packed: Any
    parts: dict[str, Any]

    @property
    def x(self) -> Any:
        """The inputs of the model."""
        return keras.utils.unpack_x_y_sample_weight(self.packed)[0]


def batch_of(x: Any, y: Any = None, sample_weight: Any = None) -> Batch:
    """All samples of arrays, or the first batch of a data set.

    Args:
      x: arrays or tensors, nested as the model wants them; or a `tf.data.Dataset` or
        `keras.utils.PyDataset` that has the targets in it.
      y: targets, nested likewise.
      sample_weight: weights, nested likewise.

    Returns:
      The batch, of tensors; floats have the dtype `keras.config.floatx()`.

    Raises:
      TypeError: `x` is an iterator, or something in the arguments is no array.
      ValueError: a data set is empty, or comes with `y` or `sample_weight`.
    """
    if isinstance(x, (tf.data.Dataset, keras.utils.PyDataset)):
        for name, given in (("y", y), ("sample_weight", sample_weight)):
            if given is not None:
                raise ValueError(
                    f"With a data set as `x`, `{name}` must be in the data set and not beside it. "
                    f"Received: x of type {type(x).__name__} and {name} of type "
                    f"{type(given).__name__}"
                )
        packed = _first(x)
        parts = (*_as_tuple(packed), None, None)[:3]
        return Batch(packed, dict(zip(("x", "y", "sample_weight"), parts, strict=True)))
    if hasattr(x, "__next__"):
        raise TypeError(
            "`x` must not be an iterator, from which a batch could not be given back: take one, "
            f"`x, y = next(iterator)`, and use it here and there. Received: x of type "
            f"{type(x).__name__}"
        )
    given = {"x": x, "y": y, "sample_weight": sample_weight}
    parts_of = {name: _tensors(part, name) for name, part in given.items()}
    return Batch(keras.utils.pack_x_y_sample_weight(*parts_of.values()), parts_of)


def _first(batches: Any) -> Any:
    if isinstance(batches, tf.data.Dataset):
        found = next(iter(batches), None)
    else:
        count = batches.num_batches
        found = _tensors(batches[0], "x") if count is None or count > 0 else None
    if found is None:
        raise ValueError(
            f"`x` must have at least one batch. Received: an empty {type(batches).__name__}"
        )
    return found


def _as_tuple(packed: Any) -> tuple[Any, ...]:
    return tuple(packed) if isinstance(packed, (tuple, list)) else (packed,)


def _tensors(part: Any, name: str) -> Any:
    return tf.nest.map_structure(lambda leaf: _tensor(leaf, name), part)


def _tensor(leaf: Any, name: str) -> Any:
    if leaf is None:
        return None
    if isinstance(leaf, _TENSORS):
        found = leaf
    elif hasattr(leaf, "__array__"):
        found = tf.convert_to_tensor(np.asarray(leaf))
    else:
        raise TypeError(
            f"`{name}` must hold arrays or tensors. Received: {name} with {leaf!r} of type "
            f"{type(leaf).__name__} in it"
        )
    floatx = tf.as_dtype(keras.config.floatx())
    return tf.cast(found, floatx) if found.dtype.is_floating and found.dtype != floatx else found
