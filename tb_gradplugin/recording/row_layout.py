"""A full row as one vector of float32 numbers, in the graph and back on the host."""

from __future__ import annotations

import numpy as np
import tensorflow as tf

from tb_gradplugin.recording.statistics import OF_GRADIENT, GradientRow
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

    def packed(
        self, row: GradientRow, variable_norms: tf.Tensor, of_step: dict[str, tf.Tensor]
    ) -> tf.Tensor:
        """The row as float32 [numbers]; statistics of the step that are not given are NaN."""
        pieces = [row.states, tf.reshape(row.statistics, [-1]), variable_norms]
        if self._with_histogram:
            pieces.append(tf.reshape(_packed(row.histograms), [-1]))
        unknown = tf.constant(float("nan"))
        scalars = [tf.cast(of_step.get(name, unknown), tf.float32) for name in schema.STEP_NAMES]
        return tf.concat([*pieces, tf.stack(scalars)], axis=0)

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


def _packed(shares: tf.Tensor) -> tf.Tensor:
    """Three whole numbers below 256 in each float32, which holds 24 bits exactly."""
    padded = tf.pad(shares, [[0, 0], [0, 3 * _PACKED - histogram.BINS]])
    thirds = tf.reshape(padded, [-1, _PACKED, 3])
    return tf.reduce_sum(thirds * tf.constant([1.0, 256.0, 65536.0]), axis=2)


def _unpacked(packed: np.ndarray) -> np.ndarray:
    whole = packed.astype(np.uint32)[:, :, np.newaxis] >> np.array([0, 8, 16], np.uint32)
    shares = (whole & 255).astype(np.uint8).reshape([len(packed), 3 * _PACKED])
    return np.ascontiguousarray(shares[:, : histogram.BINS])
