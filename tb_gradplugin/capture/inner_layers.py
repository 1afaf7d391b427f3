"""Layers of the user's own inside of the models and layers of a framework."""

from __future__ import annotations

from typing import Any

_WIDTH = 500
"""Layers of one model that are looked at."""

_WRAPPED = ("layer", "cell", "forward_layer", "backward_layer")
"""Attributes by which layers that wrap others hold them."""


def of(value: Any) -> list[Any]:
    """The layers that a Keras model, or a layer that wraps others, holds at its top."""
    if isinstance(value, type) or not hasattr(type(value), "trainable_weights"):
        return []
    found = list(getattr(value, "layers", None) or ())[:_WIDTH]
    found += [own for name in _WRAPPED if (own := getattr(value, name, None)) is not None]
    return [each for each in found if each is not value]
