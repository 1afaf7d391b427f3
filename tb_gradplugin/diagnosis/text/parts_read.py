"""Lists of results that a function is given, and of which it reads some parts alone."""

from __future__ import annotations

import ast

from tb_gradplugin.diagnosis.text import syntax


def some_read(function: syntax.Function, name: str, file: str) -> tuple[str, int] | None:
    """The parts of a parameter that a function reads, and the first line that does.

    Args:
      function: of the program.
      name: of the parameter.
      file: in which the function stands.

    Returns:
      The parts as the program writes them, with commas. None unless all that reads the
      parameter takes a part by a number or a text that stands there, and computes with it
      there or under a plain name: another function may lose the part as well.
    """
    tree = syntax.tree_of(file)
    around = syntax.parents(function)
    own = {one.name for one in syntax.functions_in(tree)} if tree is not None else set()
    parts: dict[str, int] = {}
    for node in ast.walk(function):
        if not isinstance(node, ast.Name) or node.id not in (name, *syntax.ALL_NAMES):
            continue
        if node.id == name and syntax.asked_of(node, around) == "len":
            continue
        part = around[id(node)]
        if node.id != name or not isinstance(part, ast.Subscript) or part.value is not node:
            return None
        try:
            key = ast.literal_eval(part.slice)
        except ValueError:
            return None
        if not isinstance(key, (int, str)) or not isinstance(part.ctx, ast.Load):
            return None
        if not _is_computed_with(part, function, around, own):
            return None
        text = ast.unparse(part)
        parts[text] = min(part.lineno, parts.get(text, part.lineno))
    return (", ".join(parts), min(parts.values())) if parts else None


def _is_computed_with(
    part: ast.expr, function: syntax.Function, around: dict[int, ast.AST], own: set[str]
) -> bool:
    """Whether a part goes into a sum or the like, or to functions that are not the program's own.

    Args:
      part: that is read.
      function: that reads it.
      around: its `parents`.
      own: names of the functions of the file.
    """
    outer = around[id(part)]
    if isinstance(outer, ast.Assign) and isinstance(part, ast.Name):
        return False  # a second name for it
    if isinstance(outer, ast.Assign):
        target = outer.targets[0] if len(outer.targets) == 1 else None
        named = syntax.names_of(function, getattr(target, "id", ""))
        reads = [one for one in named if isinstance(one.ctx, ast.Load)]
        return bool(reads) and all(_is_computed_with(one, function, around, own) for one in reads)
    calls = [one for one in syntax.upwards(part, around, function) if isinstance(one, ast.Call)]
    if any(syntax.last_name(one.func) in own for one in calls):
        return False
    return isinstance(outer, ast.BinOp) or bool(calls)


def is_handed_whole(given: ast.expr) -> bool:
    """Whether an argument is a result itself, or a list of results, and not computed from one."""
    if isinstance(given, ast.Starred):
        return is_handed_whole(given.value)
    if isinstance(given, (ast.Tuple, ast.List)):
        return all(is_handed_whole(one) for one in given.elts)
    if isinstance(given, ast.Call):
        arguments = [*given.args, *(one.value for one in given.keywords)]
        return not any(isinstance(node, ast.Call) for one in arguments for node in ast.walk(one))
    return isinstance(given, (ast.Name, ast.Attribute, ast.Subscript))
