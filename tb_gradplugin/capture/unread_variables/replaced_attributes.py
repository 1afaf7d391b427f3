"""Attributes of layers and modules that held a variable, and hold an array of numbers by now.

Of a tensor that takes its place an op tells; what NumPy holds comes into the loss as a constant
that has no name.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from tb_gradplugin.capture.ops import static_shapes
from tb_gradplugin.capture.program import reachable
from tb_gradplugin.capture.sources import frames
from tb_gradplugin.capture.unread_variables.search import Search
from tb_gradplugin.diagnosis.in_source import InSource
from tb_gradplugin.diagnosis.text import rebinding, syntax


def found(search: Search) -> list[InSource | None]:
    """For each variable, the line that gives the attribute of its name an array in its place.

    Returns:
      None for a variable that an attribute holds still, or of which no such line can be seen.
    """
    lines: list[InSource | None] = [None] * len(search.variables)
    for number, variable in enumerate(search.variables):
        one, name = reachable.identity_and_name(variable)
        shape = static_shapes.of(variable)
        for holder in search.reach.objects if one is not None and name else ():
            if one in search.reach.held(holder):
                for attribute in dict.fromkeys(rebinding.names_of(name)):
                    lines[number] = lines[number] or _line(holder, attribute, one, shape)
    return lines


def _line(holder: Any, attribute: str, one: int, shape: Any) -> InSource | None:
    held = dict(reachable.attributes(holder))
    value = held.get(attribute)
    if not isinstance(value, np.ndarray) or value.shape != shape:
        return None
    if any(reachable.identity(other) == one for other in held.values()):
        return None
    named = f"{getattr(holder, 'name', None) or 'self'}.{attribute}"
    of_files = {method.__code__.co_filename: method for method in reachable.own_methods(holder)}
    for file, method in of_files.items():
        tree, line = syntax.tree_of(file), rebinding.line(file, named)
        if tree is not None and line is not None:
            called = syntax.called_at(tree, line.line)
            for place in frames.of_function(method, line.line, called):
                return InSource(place, named, is_use=False)
    return None
