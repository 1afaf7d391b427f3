"""Layers of the user's own inside of the models and layers of a framework."""

from __future__ import annotations

from typing import Any

_WIDTH = 500
"""Layers of one model that are looked at."""

_WRAPPED = ("layer", "cell", "forward_layer", "backward_layer")
"""Attributes by which layers that wrap others hold them."""


def of(value: Any) -> list[Any]:
    """The layers that a Keras model, or a layer that wraps others, holds at its top."""
    if not _is_of_keras(value):
        return []
    found = list(listed(value) or ())[:_WIDTH]
    found += [own for name in _WRAPPED if (own := getattr(value, name, None)) is not None]
    return [each for each in found if each is not value]


def listed(value: Any) -> Any:
    """What a Keras model, or any object as an attribute of its own, has as `layers`.

    A property of another class is not asked: it may do anything.
    """
    if _is_of_keras(value):
        return getattr(value, "layers", None)
    return None if isinstance(value, type) else getattr(value, "__dict__", {}).get("layers")


def _is_of_keras(value: Any) -> bool:
    return not isinstance(value, type) and hasattr(type(value), "trainable_weights")
