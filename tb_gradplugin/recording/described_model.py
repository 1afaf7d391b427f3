"""What a Keras model can tell those who read its ops."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Any


@dataclasses.dataclass(frozen=True)
class DescribedModel:
    """What belongs to a model.

    Attributes:
      layers: Keras paths of its layers; the names of those that have none.
      metrics: names of its metrics, by the id of the handle of a variable of theirs.
      model: itself; None where there is none.
    """

    layers: Sequence[str] = ()
    metrics: Mapping[int, str] = dataclasses.field(default_factory=dict)
    model: Any = None


def described(model: Any) -> DescribedModel:
    """Describes a Keras model; None is described as having nothing."""
    if model is None:
        return DescribedModel()
    layers = [getattr(layer, "path", None) or layer.name for layer in model._flatten_layers()]
    metrics = {
        id(variable.value.handle): metric.name
        for metric in model.metrics
        for variable in metric.variables
        if hasattr(variable.value, "handle")
    }
    return DescribedModel(layers, metrics, model)
