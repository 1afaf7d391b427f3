"""Lines that make what a program puts into a list or dict, which it has made empty before."""

from __future__ import annotations

import ast

from tb_gradplugin.capture.program import assignments
from tb_gradplugin.diagnosis.text import syntax


def lines(scope: ast.AST, owner: str, name: str) -> tuple[int, int] | None:
    """The line that makes the elements, and the line that puts them in; both may be one.

    Args:
      scope: a function, or a file.
      owner: the name whose attribute the list is; empty where it has a name of its own.
      name: the name or attribute.

    Returns:
      None where the list is not made empty, or is filled on several lines, or where it cannot be
      told what with.
    """
    given = assignments.in_scope(scope).get((owner, name), ())
    if len(given) == 1 and isinstance(given[0][1], ast.Name):
        # It was filled under a name of its own.
        given = assignments.in_scope(scope).get(("", given[0][1].id), ())
    filling = [(line, element) for line, element in given if not syntax.makes_empty(element)]
    if len(filling) != 1 or len(given) == 1:
        return None
    line, element = filling[0]
    if isinstance(element, ast.Call):
        return line, line
    if not isinstance(element, ast.Name):
        return None
    made = assignments.in_scope(scope).get(("", element.id), ())
    if len(made) == 1 and isinstance(made[0][1], ast.Call) and made[0][0] <= line:
        return made[0][0], line
    return None
