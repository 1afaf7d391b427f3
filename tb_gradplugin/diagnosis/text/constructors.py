"""Calls of classes of the program: the `__init__` that they run, whether or not it makes an op."""

from __future__ import annotations

import ast

from tb_gradplugin.diagnosis.text import later_uses, syntax
from tb_gradplugin.schema.findings import Location

_CHOICES = (ast.If, ast.IfExp, *syntax.LOOPS, ast.Try)


def found(call: ast.Call, line: Location) -> tuple[syntax.Function, Location] | None:
    """What the call of a class runs, and the line with which that begins.

    Args:
      call: that runs whenever its function does; of others it is not known.
      line: of the function in which it stands.

    Returns:
      None where its file has no such class, or several, or where it has no `__init__` of its own.
    """
    tree, caller = syntax.tree_of(line.file), later_uses.function_at(line)
    if tree is None or caller is None:
        return None
    around = syntax.parents(caller)
    if id(call) not in around:
        return None
    if any(isinstance(one, _CHOICES) for one in syntax.upwards(call, around, caller)):
        return None
    name = syntax.last_name(call.func)
    same = [one for one in ast.walk(tree) if getattr(one, "name", "") == name]
    owner = same[0] if len(same) == 1 else None
    if not isinstance(owner, ast.ClassDef):
        return None
    makers = [one for one in owner.body if isinstance(one, ast.FunctionDef)]
    init = next((one for one in makers if one.name == "__init__"), None)
    return None if init is None else (init, syntax.location(line.file, init.lineno, init.name))


def is_run_by(function: syntax.Function, line: Location, name: str) -> bool:
    """Whether a function of a line is what the call of a class of that name runs.

    Args:
      function: of the program.
      line: one of it.
      name: by which something is called.
    """
    owner = later_uses.class_at(line)
    return owner is not None and function.name == "__init__" and owner.name == name
