"""Shapes as far as they are known without a value."""

from __future__ import annotations

from typing import Any

import tensorflow as tf


def of(tensor: Any) -> tuple[int | None, ...] | None:
    """The shape of a tensor or variable in plain Python; None where the rank is unknown.

    A variable that was made with `shape=tf.TensorShape(None)` may hold what it likes.
    """
    shape = tf.TensorShape(tensor.shape)
    return None if shape.rank is None else tuple(shape.as_list())
