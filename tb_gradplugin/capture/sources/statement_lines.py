"""The line of a call within a statement of several lines.

Autograph writes such a statement on one line, and knows one line of the program's for it: that of
whatever stands furthest to the left.
"""

from __future__ import annotations

import ast
import functools

from tb_gradplugin.diagnosis.text import syntax


@functools.lru_cache(maxsize=65536)
def of_call(file: str, line: int, called: str) -> int:
    """The line of the call of a function, in the statement that a line belongs to.

    Args:
      file: of the program.
      line: one of the statement's.
      called: the name that the function has where it is defined. A public one of TensorFlow may
        go on there: `tf.cond` is `cond_for_tf_v2`.

    Returns:
      The line; the given one where it has such a call itself, and where none or several others do.
    """
    tree = syntax.tree_of(file) if called else None
    calls = {
        node.func.end_lineno or line
        for node in (_calls(tree).get(line, ()) if tree is not None else ())
        if called == (name := syntax.last_name(node.func)) or called.startswith(f"{name}_")
    }
    return calls.pop() if len(calls) == 1 else line


@functools.lru_cache(maxsize=64)
def _calls(tree: ast.Module) -> dict[int, list[ast.Call]]:
    """The calls of the statements of more than one line, by each of the lines."""
    found = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.stmt) and not (hasattr(node, "body") or hasattr(node, "cases")):
            last = node.end_lineno or node.lineno
            if last > node.lineno:
                calls = [each for each in ast.walk(node) if isinstance(each, ast.Call)]
                found.update(dict.fromkeys(range(node.lineno, last + 1), calls))
    return found
