"""The tensors of an op that has just run, as arrays."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from tb_gradplugin.capture.ops.measured_tensors import array_of
from tb_gradplugin.diagnosis.flows.flow import DetailValue

Facts = dict[str, DetailValue]


class Operands:
    """The tensors of one op, as arrays, each fetched when it is asked for."""

    def __init__(self, inputs: Sequence[Any], outputs: Sequence[Any], attrs: Mapping[str, Any]):
        self._inputs, self._outputs, self.attrs = inputs, outputs, attrs

    def __getitem__(self, place: int) -> np.ndarray:
        return array_of(self._inputs[place])

    def result(self, place: int = 0) -> np.ndarray:
        """An output."""
        return array_of(self._outputs[place])

    def dtype(self, place: int = 0) -> str:
        """TensorFlow's name of the dtype of an input."""
        return str(self._inputs[place].dtype.name)

    @property
    def to(self) -> str:
        """TensorFlow's name of the dtype of the first output."""
        return str(self._outputs[0].dtype.name)


def count(mask: np.ndarray) -> int:
    """How many are true."""
    return int(np.count_nonzero(mask))


def share(found: int, elements: int) -> float:
    """0 to 1; 0 of nothing."""
    return found / elements if elements else 0.0


def is_zero(x: np.ndarray) -> np.ndarray:
    """Whether each is zero, as TensorFlow's kernels take subnormal numbers for zero."""
    return np.abs(x) < np.finfo(x.dtype).tiny if x.dtype.kind in "fc" else x == 0
