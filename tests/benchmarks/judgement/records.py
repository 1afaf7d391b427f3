"""What the published rules are fed: the rows of a log, as arrays, and the accuracies."""

from __future__ import annotations

import dataclasses
import math
import pathlib

import numpy as np

import tb_gradplugin as tbg
from tb_gradplugin.schema.states import State
from tests.benchmarks.judgement import outcome


@dataclasses.dataclass(frozen=True, eq=False)
class Records:
    """One training, of S rows and V variables.

    Attributes:
      is_finite: bool [S, V], whether there is a gradient and every element is finite.
      is_nonfinite: bool [S, V], whether there is one and an element is not.
      l2_norm: float64 [S, V], NaN where there is no gradient; so the others.
      mean_abs: float64 [S, V], the mean magnitude of the elements. It is not recorded, so it is
        told from the norm, as that of normally distributed elements beside the zeros.
      zero_fraction: float64 [S, V].
      update_ratio: float64 [S, V].
      kernels: int64, places of the variables with two axes or more, in model order.
      biases: int64, places of the vectors that share a layer with a kernel.
      accuracies: float64, over the training; empty where a number is to be told.
    """

    is_finite: np.ndarray
    is_nonfinite: np.ndarray
    l2_norm: np.ndarray
    mean_abs: np.ndarray
    zero_fraction: np.ndarray
    update_ratio: np.ndarray
    kernels: np.ndarray
    biases: np.ndarray
    accuracies: np.ndarray


def read(folder: pathlib.Path) -> Records:
    """The records of a training."""
    log = tbg.read(folder)
    norms = log["l2_norm"].astype(np.float64)
    zeros = log["zero_fraction"].astype(np.float64)
    sizes = np.array([math.prod(variable.shape) for variable in log.variables])
    mean_abs = norms / np.sqrt(sizes) * np.sqrt(2 / math.pi) * np.sqrt(1 - zeros)
    kernels = [place for place, one in enumerate(log.variables) if len(one.shape) > 1]
    layers = {log.variables[place].layer for place in kernels}
    biases = [
        place
        for place, one in enumerate(log.variables)
        if len(one.shape) == 1 and one.layer in layers
    ]
    return Records(
        is_finite=np.isin(log.states, [State.PRESENT, State.ZERO]),
        is_nonfinite=log.states == State.NONFINITE,
        l2_norm=norms,
        mean_abs=mean_abs,
        zero_fraction=zeros,
        update_ratio=log["update_ratio"].astype(np.float64),
        kernels=np.array(kernels, np.int64),
        biases=np.array(biases, np.int64),
        accuracies=np.array(outcome.read(folder).accuracies),
    )
