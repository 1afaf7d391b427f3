"""What lines of a program say, by its text and its syntax tree."""

from __future__ import annotations

import ast
import linecache

from tb_gradplugin.schema.findings import Location


def last_name(called: ast.expr) -> str:
    """The last name of what is called, such as "Variable" of `tf.Variable`; empty without any."""
    return str(getattr(called, "attr", getattr(called, "id", "")))


def dotted(node: ast.AST) -> str:
    """A name with those of the attributes behind it, such as "self.rows"; empty for all else."""
    if isinstance(node, ast.Name):
        return node.id
    owner = dotted(node.value) if isinstance(node, ast.Attribute) else ""
    return f"{owner}.{node.attr}" if owner and isinstance(node, ast.Attribute) else ""


def location(file: str, line: int, function: str) -> Location:
    """A line with its text, as far as that is known.

    Args:
      file: of the program.
      line: its number.
      function: what Python calls the function that it stands in; may be empty.
    """
    return Location(file, line, function, linecache.getline(file, line).strip())


def spans(node: ast.expr | ast.stmt, line: int) -> bool:
    """Whether a node stands on a line, or begins before it and ends at or after it."""
    return node.lineno <= line <= (node.end_lineno or node.lineno)


def always_leaves(condition: ast.If) -> bool:
    """Whether nothing behind an `if` runs where its condition holds."""
    return isinstance(condition.body[-1], (ast.Return, ast.Raise, ast.Continue, ast.Break))
