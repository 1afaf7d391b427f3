"""Many vectors laid into few matrices, so that few ops measure many variables.

A hundred ops for each of the 158 variables of MobileNetV2 are slow to run and to
compile. So all but the longest vectors are laid into one matrix, each starting on
a row of its own; what is reduced over rows is then reduced over the rows of each
vector.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

import numpy as np
import tensorflow as tf

from tb_gradplugin.recording.written import ops
from tb_gradplugin.recording.written.values import Value

LONGEST_JOINED = 100_000
"""Elements. Longer vectors get a block of their own: joining copies, and would save few ops."""

_MOST_IN_A_BLOCK = 4 << 20  # elements, which bounds the copy

_WIDTH = 64
_WIDTH_OF_LONG = 1024


@dataclasses.dataclass(frozen=True)
class Block:
    """Vectors measured together.

    Sums go by rows first and by vectors then, which keeps float32 sums of
    millions of elements exact to a few units in the last place, under XLA too.

    Attributes:
      positions: where the vectors stood in the list that was laid out.
      rows: float32 or float64 [rows, width], filled up with zeros.
    """

    positions: tuple[int, ...]
    rows: Value
    _lengths: tuple[int, ...] = ()  # of the vectors, where there are several

    @property
    def is_alone(self) -> bool:
        """Whether this is one vector in a block of its own: a long one."""
        return not self._lengths

    def with_rows(self, rows: Value) -> Block:
        """The same layout of other [rows, width] numbers."""
        return dataclasses.replace(self, rows=rows)

    def sums(self, values: Value) -> Value:
        """Sums [rows, width] over each vector; [vectors]."""
        by_row = ops.reduce_sum(values, axis=1)
        if self.is_alone:
            return ops.reduce_sum(by_row, axis=0, keepdims=True)
        return ops.unsorted_segment_sum(by_row, self._owners(), len(self.positions))

    def sums_of_squares(self) -> Value:
        """Sums of the squares of each vector's elements; [vectors]."""
        if self.is_alone:
            return ops.expand_dims(ops.l2_loss(self.rows) * 2, 0)  # one pass
        return self.sums(ops.square(self.rows))

    def largest_magnitudes(self) -> Value:
        """Largest magnitude among each vector's elements; [vectors]. Any number beside a NaN."""
        # Two reductions take half the time of one over magnitudes, which must be written first.
        by_row = ops.maximum(ops.reduce_max(self.rows, axis=1), -ops.reduce_min(self.rows, axis=1))
        return self.maxima(ops.expand_dims(by_row, 1))

    def maxima(self, magnitudes: Value) -> Value:
        """Largest of [rows, any] numbers, none negative, for each vector; 0 for an empty one."""
        by_row = ops.reduce_max(magnitudes, axis=1)
        if self.is_alone:
            return ops.maximum(ops.reduce_max(by_row, axis=0, keepdims=True), 0)
        count = len(self.positions)
        return ops.maximum(ops.unsorted_segment_max(by_row, self._owners(), count), 0)

    def spread(self, values: Value) -> Value:
        """One number for each vector, laid beside its rows; [vectors] to [rows, 1]."""
        return ops.expand_dims(values if self.is_alone else ops.gather(values, self._owners()), 1)

    def without_filling(self, values: Value) -> Value:
        """The same [rows, width] numbers, 0 where the rows were filled up."""
        if not any(length % _WIDTH for length in self._lengths):
            return values
        elements = np.concatenate(
            [
                np.clip(length - _WIDTH * np.arange(_rows_for(length)), 0, _WIDTH)
                for length in self._lengths
            ]
        )
        columns = ops.constant(np.arange(_WIDTH), tf.int32)
        return ops.where(columns < elements[:, np.newaxis], values, 0)

    def _owners(self) -> Value:
        rows = [_rows_for(length) for length in self._lengths]
        return ops.constant(np.repeat(np.arange(len(rows)), rows), tf.int32)


@dataclasses.dataclass(frozen=True)
class Part:
    """The vectors of one dtype among others.

    Attributes:
      places: where they stand in the list.
      vectors: themselves.
      blocks: the same, laid out; positions count within `vectors`.
    """

    places: tuple[int, ...]
    vectors: list[Value]
    blocks: list[Block]


def by_dtype(tensors: Sequence[Value]) -> list[Part]:
    """Lays the elements of tensors out as vectors, those of each dtype apart."""
    vectors = [each if len(each.shape) == 1 else ops.reshape(each, [-1]) for each in tensors]
    places: dict[tf.DType, list[int]] = {}
    for place, vector in enumerate(vectors):
        places.setdefault(vector.dtype, []).append(place)
    parts = [(tuple(group), [vectors[i] for i in group]) for group in places.values()]
    return [Part(group, members, laid_out(members)) for group, members in parts]


def joined_results(parts: Sequence[Part], results: Sequence[Value]) -> Value:
    """Puts one [vectors of the part, ...] result for each part into the order of the list."""
    return _in_order([part.places for part in parts], results)


def laid_out(vectors: Sequence[Value]) -> list[Block]:
    """Lays vectors of any lengths, float32 or float64, into blocks."""
    blocks = []
    joined: dict[tf.DType, list[list[int]]] = {}
    held: dict[tf.DType, int] = {}
    for position, vector in enumerate(vectors):
        length = vector.elements
        if length is None or length > LONGEST_JOINED:
            blocks.append(_alone(position, vector))
            continue
        batches = joined.setdefault(vector.dtype, [])
        held[vector.dtype] = held.get(vector.dtype, 0) + length
        if not batches or held[vector.dtype] > _MOST_IN_A_BLOCK:
            batches.append([])
            held[vector.dtype] = length
        batches[-1].append(position)
    return blocks + [
        _joined(batch, [vectors[i] for i in batch])
        for batches in joined.values()
        for batch in batches
    ]


def merged(blocks: Sequence[Block]) -> list[Block]:
    """The same vectors in fewer blocks: fewer ops, but a copy, so for what is seldom done."""
    result = []
    batches: list[list[Block]] = [[]]
    held = 0
    for block in blocks:
        elements = block.rows.elements
        if elements is None or elements % _WIDTH or elements > _MOST_IN_A_BLOCK:
            result.append(block)
            continue
        held += elements
        if held > _MOST_IN_A_BLOCK:
            batches.append([])
            held = elements
        batches[-1].append(block)
    return result + [batch[0] if len(batch) == 1 else _merged(batch) for batch in batches if batch]


def in_order(blocks: Sequence[Block], results: Sequence[Value]) -> Value:
    """Puts one [vectors of the block, ...] result for each block into the order of the list."""
    return _in_order([block.positions for block in blocks], results)


def of_block(blocks: Sequence[Block], values: Value) -> list[Value]:
    """The inverse of `in_order`: the part of each block of one number for each vector."""
    if len(blocks) == 1 and blocks[0].positions == tuple(range(len(blocks[0].positions))):
        return [values]
    return [ops.gather(values, ops.constant(block.positions, tf.int32)) for block in blocks]


def _in_order(positions: Sequence[Sequence[int]], results: Sequence[Value]) -> Value:
    order = np.concatenate([np.array(group, np.int32) for group in positions])
    joined = ops.concat(results, axis=0)
    if (order == np.arange(len(order))).all():
        return joined
    return ops.gather(joined, ops.constant(np.argsort(order), tf.int32))


def _rows_for(length: int) -> int:
    return -(-length // _WIDTH)


def _alone(position: int, vector: Value) -> Block:
    length = vector.elements
    for width in (_WIDTH_OF_LONG, _WIDTH):
        if length is not None and length % width == 0:
            return Block((position,), ops.reshape(vector, [length // width, width]))
    return Block((position,), ops.expand_dims(vector, 0))


def _joined(positions: Sequence[int], vectors: Sequence[Value]) -> Block:
    fillings: dict[int, Value] = {}
    pieces = []
    lengths = [vector.elements or 0 for vector in vectors]  # All are known.
    for vector, length in zip(vectors, lengths, strict=True):
        pieces.append(vector)
        missing = -length % _WIDTH
        if missing:
            if missing not in fillings:
                fillings[missing] = ops.constant(np.zeros([missing]), vector.dtype)
            pieces.append(fillings[missing])
    rows = ops.reshape(ops.concat(pieces, axis=0), [-1, _WIDTH])
    return Block(tuple(positions), rows, tuple(lengths))


def _merged(blocks: Sequence[Block]) -> Block:
    positions = [i for block in blocks for i in block.positions]
    rows = ops.concat([ops.reshape(block.rows, [-1, _WIDTH]) for block in blocks], axis=0)
    lengths = [block._lengths or (block.rows.elements or 0,) for block in blocks]
    return Block(tuple(positions), rows, tuple(n for each in lengths for n in each))
