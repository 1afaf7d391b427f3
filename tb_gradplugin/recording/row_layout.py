"""A full row as one vector of float32 numbers, in the graph and back on the host."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import tensorflow as tf

from tb_gradplugin.recording import statistics
from tb_gradplugin.recording.statistics import OF_GRADIENT
from tb_gradplugin.recording.written import ops
from tb_gradplugin.recording.written.function import GraphFunction, kept
from tb_gradplugin.recording.written.values import Value
from tb_gradplugin.schema import histogram
from tb_gradplugin.schema import statistics as schema

_PACKED = -(-histogram.BINS // 3)
_VECTORS = (schema.STATE, *OF_GRADIENT, "variable_norm")


class RowLayout:
    """Where what stands in the rows of a list of variables.

    Attributes:
      numbers: float32 numbers in a row.
    """

    def __init__(self, variables: int, with_histogram: bool) -> None:
        """Lays out rows over so many variables."""
        self._variables = variables
        self._with_histogram = with_histogram
        packed = _PACKED * variables if with_histogram else 0
        self.numbers = len(_VECTORS) * variables + packed + len(schema.STEP_NAMES)

    def measured(
        self,
        kinds: statistics.Kinds,
        held: Sequence[tf.Tensor],
        variable_norms: tf.Tensor,
        of_step: dict[str, tf.Tensor],
    ) -> tf.Tensor:
        """The row of one step, measured; float32 [numbers].

        Args:
          kinds: of the gradients.
          held: what they hold.
          variable_norms: float32 [variables].
          of_step: real scalars, by their names in the schema; those not given are NaN in the row.
        """
        dtypes = tuple((name, value.dtype) for name, value in of_step.items())
        row_of = _row(kinds, dtypes, self._with_histogram)
        [row] = row_of(*held, variable_norms, *of_step.values())
        return row

    def unpacked(self, numbers: np.ndarray, update_ratios: np.ndarray) -> dict[str, np.ndarray]:
        """The same row as one array for each kind of tag.

        Args:
          numbers: float32 [numbers].
          update_ratios: float32 [variables], or [0] where they are not recorded.
        """
        count = self._variables
        ends = len(_VECTORS) * count
        row = dict(zip(_VECTORS, numbers[:ends].reshape([len(_VECTORS), count]), strict=True))
        row[schema.STATE] = row[schema.STATE].astype(np.uint8)
        if update_ratios.size:
            row["update_ratio"] = update_ratios
        if self._with_histogram:
            packed = numbers[ends : ends + _PACKED * count].reshape([count, _PACKED])
            row[histogram.HISTOGRAM] = _unpacked(packed)
        scalars = numbers[-len(schema.STEP_NAMES) :]
        row.update((name, scalars[i, ...]) for i, name in enumerate(schema.STEP_NAMES))
        return row


@kept
def _row(
    kinds: statistics.Kinds, of_step: tuple[tuple[str, tf.DType], ...], with_histogram: bool
) -> GraphFunction:
    def row(*given: Value) -> list[Value]:
        ends = len(given) - len(of_step)
        *held, variable_norms = given[:ends]
        known = {
            name: ops.cast(value, tf.float32)
            for (name, _), value in zip(of_step, given[ends:], strict=True)
        }
        unknown = ops.constant(np.nan, tf.float32)
        measured = statistics.written_row(kinds, held)
        pieces = [measured.states, ops.reshape(measured.statistics, [-1]), variable_norms]
        if with_histogram:
            pieces.append(ops.reshape(_packed(measured.histograms), [-1]))
        pieces.append(ops.stack([known.get(name, unknown) for name in schema.STEP_NAMES]))
        return [ops.concat(pieces, axis=0)]

    scalars = [tf.TensorSpec([], dtype) for _, dtype in of_step]
    norms = tf.TensorSpec([len(kinds)])
    return GraphFunction(row, [*statistics.specs_of(kinds), norms, *scalars])


def _packed(shares: Value) -> Value:
    """Three whole numbers below 256 in each float32, which holds 24 bits exactly."""
    padded = ops.pad_columns(shares, 3 * _PACKED - histogram.BINS)
    thirds = ops.reshape(padded, [-1, _PACKED, 3])
    return ops.reduce_sum(thirds * np.array([1, 256, 65536]), axis=2)


def _unpacked(packed: np.ndarray) -> np.ndarray:
    whole = packed.astype(np.uint32)[:, :, np.newaxis] >> np.array([0, 8, 16], np.uint32)
    shares = (whole & 255).astype(np.uint8).reshape([len(packed), 3 * _PACKED])
    return np.ascontiguousarray(shares[:, : histogram.BINS])
