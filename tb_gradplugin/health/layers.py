"""Which variables belong together, and which of a layer tells how its gradient is."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from tb_gradplugin.schema.records import VariableRecord

_FEWEST_UNITS = 8
"""Units of a layer of which a share can be told."""


class Layers:
    """The variables of one table, by layer.

    A bias may have a gradient that is zero by mathematics, before a
    normalisation or as the bias of attention keys. So a layer is judged by its
    kernel: the largest of its variables with two axes or more, or of those that
    take its inputs where others take its own outputs.

    Attributes:
      variables: as given.
      kernels: int64 [kernels], places of the kernels, in model order; all
        variables where none has two axes.
      has_kernels: whether any variable has two axes.
      of_variable: int64 [variables], number of the layer of each.
      output_bias: place of the vector beside the last kernel; None without one.
      biases: int64 [layers with units], places of the vectors with one element
        for each unit of their layer.
    """

    def __init__(self, variables: Sequence[VariableRecord]) -> None:
        """Sorts the variables of a table."""
        self.variables = tuple(variables)
        numbers: dict[str, int] = {}
        of_variable = [
            numbers.setdefault(_layer(variable), len(numbers)) for variable in self.variables
        ]
        self.of_variable = np.array(of_variable, np.int64)
        members: dict[int, list[int]] = {}
        for place, layer in enumerate(of_variable):
            members.setdefault(layer, []).append(place)
        kernels, biases = [], []
        self.output_bias: int | None = None
        for places in members.values():
            kernel = self._kernel(places)
            if kernel is None:
                continue
            kernels.append(kernel)
            units = self.variables[kernel].shape[-1]
            of_units = [p for p in places if self.variables[p].shape == (units,)]
            self.output_bias = of_units[0] if len(of_units) == 1 else None
            if units >= _FEWEST_UNITS and len(of_units) == 1:
                biases += of_units
        self.has_kernels = bool(kernels)
        self.kernels = np.array(kernels or range(len(self.variables)), np.int64)
        self.biases = np.array(biases, np.int64)

    def names(self, places: np.ndarray) -> tuple[str, ...]:
        """The names of the variables at these places."""
        return tuple(self.variables[place].name for place in places)

    def with_their_layers(self, places: np.ndarray) -> np.ndarray:
        """Places of all variables that share a layer with one of `places`, in model order."""
        return np.flatnonzero(np.isin(self.of_variable, self.of_variable[places]))

    def _kernel(self, places: Sequence[int]) -> int | None:
        matrices = [place for place in places if len(self.variables[place].shape) > 1]
        # A recurrent layer may have forgotten its inputs, and still train on its own outputs.
        matrices = [p for p in matrices if not _is_recurrent(self.variables[p])] or matrices
        sizes = [int(np.prod(self.variables[place].shape)) for place in matrices]
        return matrices[int(np.argmax(sizes))] if matrices else None


def _is_recurrent(variable: VariableRecord) -> bool:
    return variable.name.rpartition("/")[2].startswith("recurrent_")


def _layer(variable: VariableRecord) -> str:
    return variable.layer or variable.name
