"""NumPy arrays of a program, by the names that its lines give them."""

from __future__ import annotations

import ast
from collections.abc import Iterable

from tb_gradplugin.diagnosis.text import syntax

_FILLING = frozenset({"fill", "put", "itemset"})
"""Methods of NumPy's arrays that put numbers into them."""


def named(tree: ast.Module, function: syntax.Function, own: Iterable[ast.stmt]) -> set[str]:
    """Names, dotted ones included, that are bound to what NumPy makes.

    Args:
      tree: the file that a function stands in.
      function: whose names they are; it may take another value for one that the file binds.
      own: the statements of the function, in their order.
    """
    numpys = numpy_names(tree)
    local = [each for statement in own for each in syntax.assigned(statement)]
    bound = {target.id for target, _ in local if isinstance(target, ast.Name)}
    bound |= syntax.parameters(function.args)
    found: set[str] = set()
    of_file = [each for statement in tree.body for each in syntax.assigned(statement)]
    for target, value in of_file:
        name = syntax.dotted(target)
        if name and name not in bound and _makes_array(value, numpys, found):
            found.add(name)
    of_objects = [
        each
        for node in ast.walk(tree)
        for each in syntax.assigned(node)
        if isinstance(each[0], ast.Attribute)
    ]
    for target, value in [*local, *of_objects]:
        name = syntax.dotted(target)
        if name and _makes_array(value, numpys, found):
            found.add(name)
    return found


def is_made_by(tree: ast.Module, value: ast.expr, known: set[str]) -> bool:
    """Whether a value is seen to be an array.

    Args:
      tree: the file that it stands in.
      value: an expression.
      known: names of arrays there.
    """
    return _makes_array(value, numpy_names(tree), known)


def numpy_names(tree: ast.Module) -> frozenset[str]:
    """Names by which a file calls NumPy and what it imports of it."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                if alias.name.partition(".")[0] == "numpy":
                    found.add(alias.asname or "numpy")
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("numpy"):
            found |= {alias.asname or alias.name for alias in node.names}
    return frozenset(found)


def filled_by(statement: ast.stmt, numpys: frozenset[str]) -> set[str]:
    """Names of what a call of NumPy's puts numbers into: `np.copyto(array, numbers)`.

    A call of which nothing takes the result is made for what it does to its first argument.
    """
    found = set()
    for node in ast.walk(statement):
        if isinstance(node, ast.Call) and syntax.dotted(node.func).partition(".")[0] in numpys:
            found |= {syntax.dotted(each.value) for each in node.keywords if each.arg == "out"}
    call = statement.value if isinstance(statement, ast.Expr) else None
    if isinstance(call, ast.Call):
        owner, _, method = syntax.dotted(call.func).rpartition(".")
        if owner.partition(".")[0] in numpys or method in numpys:
            found |= {syntax.dotted(each) for each in call.args[:1]}
        elif method in _FILLING:
            found.add(owner)
    return found - {""}


def _makes_array(value: ast.expr, numpys: frozenset[str], known: set[str]) -> bool:
    """Whether a value is seen to be an array: of NumPy's making, or made of such a one."""
    if isinstance(value, ast.BinOp):
        return any(_makes_array(side, numpys, known) for side in (value.left, value.right))
    if not isinstance(value, ast.Call):
        return syntax.dotted(value) in known
    if isinstance(value.func, ast.Attribute):
        if value.func.attr == "tolist":
            return False
        if value.func.attr == "numpy" or _makes_array(value.func.value, numpys, known):
            return True
    is_of_objects = any(getattr(each.value, "id", "") == "object" for each in value.keywords)
    return syntax.dotted(value.func).partition(".")[0] in numpys and not is_of_objects
