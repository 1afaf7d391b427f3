"""Calls that may have made a layer, by the settings that they give it as plain values."""

from __future__ import annotations

import ast
import contextlib
import inspect
from typing import Any

_PLAIN = (bool, int, float, str)


def fits(call: ast.AST, layer: Any) -> bool:
    """Whether a call makes a layer with the settings that a layer has, of what can be compared.

    Args:
      call: of the class of the layer.
      layer: of Keras.

    Returns:
      False also where the call gives nothing that can be compared: it fits every layer.
    """
    if not isinstance(call, ast.Call):
        return False
    kept: dict[str, Any] = {}
    with contextlib.suppress(Exception):  # A layer may not tell of its settings.
        kept = {name: one for name, one in layer.get_config().items() if isinstance(one, _PLAIN)}
    given = _given(call, layer)
    told = [
        kept[name] == value
        for name, value in given.items()
        if name in kept and isinstance(value, _PLAIN)
    ]
    left = [
        kept[name] == default
        for name, default in _defaults(layer).items()
        if name in kept and name not in given and isinstance(default, _PLAIN)
    ]
    return bool(told) and all(told) and all(left)


def _given(call: ast.Call, layer: Any) -> dict[str, Any]:
    """What a call gives for the settings that it names: a text, a number, or a node of its text."""
    positional = zip(_defaults(layer), call.args, strict=False)
    every = [*positional, *((one.arg or "", one.value) for one in call.keywords)]
    return {name: getattr(given, "value", given) for name, given in every}


def _defaults(layer: Any) -> dict[str, Any]:
    """The settings of the class of a layer, and what they are where nothing else is given."""
    parameters: dict[str, inspect.Parameter] = {}
    with contextlib.suppress(TypeError, ValueError):
        parameters = dict(inspect.signature(type(layer)).parameters)
    return {name: one.default for name, one in parameters.items()}
