"""Eager tensors that values of the user's program are, or are made of."""

from __future__ import annotations

import collections
from typing import Any

import tensorflow as tf
from tensorflow.python.data.ops import dataset_ops, iterator_ops
from tensorflow.python.framework import composite_tensor, ops

SEQUENCES = (list, tuple, collections.deque)

_WIDTH = 200
"""Entries of one container that are looked at."""


def tensors_in(value: Any) -> list[Any]:
    """The eager tensors that a value is or holds."""
    if isinstance(value, ops.EagerTensor):
        return [value]
    items = items_of(value)
    if items is not None:
        parts = [part for each in items[:_WIDTH] for part in _items_or(each)[:_WIDTH]]
        return [
            tensor
            for part in parts
            for tensor in ([part] if isinstance(part, ops.EagerTensor) else components(part))
        ]
    return components(value)


def tensors_at(value: Any, place: int, count: int) -> list[Any]:
    """The eager tensors at one place of the tuples, or dicts, of `count` that a value holds."""
    entries = (items_of(value) or [])[:_WIDTH]
    of_count = [items for each in entries if len(items := items_of(each) or []) == count]
    return [tensor for items in of_count for tensor in tensors_in(items[place])]


def items_of(value: Any) -> list[Any] | None:
    """What a list, a tuple, a dict or a queue holds; None for everything else."""
    if isinstance(value, dict):
        return list(value.values())
    return list(value) if isinstance(value, SEQUENCES) else None


def _items_or(value: Any) -> list[Any]:
    items = items_of(value)
    return [value] if items is None else items


def components(value: Any) -> list[Any]:
    """The eager tensors that a sparse or ragged tensor, or a dataset, is made of."""
    if isinstance(value, (dataset_ops.DatasetV2, iterator_ops.OwnedIterator)):
        return of_dataset(value)
    # TensorFlow counts its variables among the composite tensors.
    if isinstance(value, composite_tensor.CompositeTensor) and not isinstance(value, tf.Variable):
        parts = tf.nest.flatten(value, expand_composites=True)
        return [part for part in parts if isinstance(part, ops.EagerTensor)]
    return []


def of_dataset(value: Any) -> list[Any]:
    """The tensors that a dataset, or an iterator over one, takes its elements from."""
    found: dict[int, Any] = {}
    waiting, seen = [getattr(value, "_dataset", value)], set()
    while waiting:
        dataset = waiting.pop()
        if id(dataset) in seen or not isinstance(dataset, dataset_ops.DatasetV2):
            continue
        seen.add(id(dataset))
        waiting.extend(dataset._inputs())
        for tensor in getattr(dataset, "_tensors", None) or ():
            if isinstance(tensor, ops.EagerTensor):
                found[tensor._id] = tensor
    return list(found.values())
