"""Lines of a program that take the numbers of a tensor by its name, read from the program itself.

NumPy and others take numbers straight from a tensor's memory, which nobody can listen to.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping

from tb_gradplugin.diagnosis.text import arrays, syntax
from tb_gradplugin.schema.findings import Location

_TENSORFLOWS = frozenset({"tensorflow", "keras", "tf_keras", "tensorboard"})
_SHOWING = frozenset({"logging", "warnings", "matplotlib", "tqdm", "wandb", "mlflow", "sys", "os"})
_TAKING = frozenset({"memoryview", "bytes", "bytearray"})
"""Functions of Python's own that read memory."""

_OF_ARRAYS = frozenset({"dot", "fill", "put", "itemset", "searchsorted", "choose"})
"""Methods of NumPy's arrays, and not of a tensor, that are given other arrays."""


def line_that_takes(made: Location) -> Location | None:
    """The line that takes the numbers of what was computed on another.

    Args:
      made: the line on which a tensor was computed that no op used.

    Returns:
      A line of the same function, at or after it, or of a function of the file that is given the
      tensor there; None where none is seen to take numbers.
    """
    tree = syntax.tree_of(made.file)
    function = function_at(made)
    if tree is None or function is None:
        return None
    foreign = _foreign_names(tree)
    statements = [node for node in syntax.own_nodes(function.body) if isinstance(node, ast.stmt)]
    statements.sort(key=lambda node: node.lineno)
    filled = arrays.named(tree, function, statements)
    names: set[str] = set()
    for statement in statements:
        if syntax.spans(statement, made.line) and is_simple(statement):
            names = stored(statement)
            if _takes(statement, None, foreign, filled):
                return made
            taken = _line_inside(made, tree, statement, None)
            if taken is not None:
                return taken
        elif statement.lineno > made.line and names and is_simple(statement):
            if _takes(statement, names, foreign, filled):
                return syntax.location(made.file, statement.lineno, made.function)
            taken = _line_inside(made, tree, statement, names)
            if taken is not None:
                return taken
            # A name that is given another value is another tensor's.
            names -= stored(statement)
    return None


def _line_inside(
    made: Location, tree: ast.Module, statement: ast.stmt, names: set[str] | None
) -> Location | None:
    """The line that takes the numbers in a function to which a statement hands the tensor.

    Args:
      made: the line on which it was computed.
      tree: of the file.
      statement: one that may hand it on.
      names: of the tensor there; None for what the statement itself computes on the line.
    """
    foreign = _foreign_names(tree)
    for call in ast.walk(statement):
        called = _only_function(tree, call.func) if isinstance(call, ast.Call) else None
        if called is None or not isinstance(call, ast.Call):
            continue
        handed = {
            name
            for name, given in _parameters_given(called, call)
            if (names and isinstance(given, ast.Name) and given.id in names)
            or (names is None and syntax.spans(given, made.line) and _holds(given, None))
        }
        own = simple_statements(syntax.own_nodes(called.body))
        own.sort(key=lambda node: node.lineno)
        for each in own if handed else ():
            if _takes(each, handed, foreign, arrays.named(tree, called, own)):
                return syntax.location(made.file, each.lineno, called.name)
            handed -= stored(each)
    return None


def _only_function(tree: ast.Module, called: ast.expr) -> syntax.Function | None:
    """The function, or the method of `self`, of the file that a call runs, if its name tells."""
    is_own = isinstance(called, ast.Attribute) and syntax.dotted(called.value) == "self"
    if not is_own and not isinstance(called, ast.Name):
        return None
    name = syntax.last_name(called)
    same = [one for one in syntax.functions_in(tree) if one.name == name]
    return same[0] if len(same) == 1 else None


def _parameters_given(function: syntax.Function, call: ast.Call) -> list[tuple[str, ast.expr]]:
    """The parameters of a function that a call gives, and what it gives for them."""
    positional = syntax.positional(function.args)[isinstance(call.func, ast.Attribute) :]
    given = list(zip(positional, call.args, strict=False))
    return given + [(keyword.arg, keyword.value) for keyword in call.keywords if keyword.arg]


def function_at(line: Location) -> syntax.Function | None:
    """The innermost function that a line stands in; None where there is none to be read."""
    tree = syntax.tree_of(line.file)
    around = syntax.functions_around(tree, line.line) if tree is not None else []
    return around[0] if around else None


def class_at(line: Location) -> ast.ClassDef | None:
    """The class whose method a line stands in; None where there is none to be read."""
    tree, function = syntax.tree_of(line.file), function_at(line)
    for node in ast.walk(tree) if tree is not None else ():
        if isinstance(node, ast.ClassDef) and any(one is function for one in node.body):
            return node
    return None


def method_name(function: syntax.Function, line: Location) -> str:
    """The name of a function that a line stands in, with that of the class whose method it is."""
    owner = class_at(line)
    return f"{owner.name}.{function.name}" if owner is not None else function.name


def is_of_same_class(line: Location, other: Location) -> bool:
    """Whether two lines stand in one class, innermost or around it."""
    tree = syntax.tree_of(line.file)
    if tree is None or line.file != other.file:
        return False
    return any(
        syntax.spans(node, line.line) and syntax.spans(node, other.line)
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
    )


def stands_for(line: Location, other: Location) -> bool:
    """Whether a line is of a method that a derived class has in place of that of another line."""
    own, replaced = function_at(line), function_at(other)
    derived, base = class_at(line), class_at(other)
    if line.file != other.file or own is None or replaced is None:
        return False
    if derived is None or base is None or own.name != replaced.name:
        return False
    return any(syntax.last_name(one) == base.name for one in derived.bases)


def _takes(
    statement: ast.stmt, names: set[str] | None, foreign: Mapping[str, bool], filled: set[str]
) -> bool:
    """Whether a statement takes the numbers of `names`, or, with None, of anything computed.

    Args:
      statement: one of a function.
      names: of tensors.
      foreign: modules by name, and whether each computes outside of TensorFlow.
      filled: names of arrays, to whose items numbers may be given.
    """
    if isinstance(statement, (ast.Assign, ast.AugAssign)):
        computed = (ast.Call, ast.BinOp, ast.UnaryOp, ast.Subscript)
        is_filling = any(_is_place_in(filled, target) for target in syntax.targets(statement))
        if is_filling and _holds(statement.value, names, computed):
            return True
    return any(
        isinstance(node, ast.Call)
        and _is_foreign(node.func, foreign)
        and any(_holds(given, names) for given in (*node.args, *(k.value for k in node.keywords)))
        for node in ast.walk(statement)
    )


def _holds(
    given: ast.expr,
    names: set[str] | None,
    computed: tuple[type[ast.expr], ...] = (ast.Call, ast.BinOp),
) -> bool:
    if names is None:
        # A plain name may be of anything; what is computed in the same breath has no name. What a
        # lambda computes is not given here: it is the lambda that is.
        return any(isinstance(node, computed) for node in _outside_of_lambdas(given))
    return any(isinstance(node, ast.Name) and node.id in names for node in ast.walk(given))


def _outside_of_lambdas(expression: ast.expr) -> Iterator[ast.AST]:
    waiting: list[ast.AST] = [expression]
    while waiting:
        node = waiting.pop()
        if not isinstance(node, ast.Lambda):
            yield node
            waiting.extend(ast.iter_child_nodes(node))


def _is_place_in(filled: set[str], target: ast.expr) -> bool:
    """`array[...]`, and no entry of a list or a dict, which would keep the tensor itself."""
    return isinstance(target, ast.Subscript) and syntax.dotted(target.value) in filled


def _is_foreign(function: ast.expr, foreign: Mapping[str, bool]) -> bool:
    if isinstance(function, ast.Name):
        return function.id in _TAKING or foreign.get(function.id, False)
    if not isinstance(function, ast.Attribute):
        return False
    root: ast.expr = function
    while isinstance(root, ast.Attribute):
        root = root.value
    is_foreign = foreign.get(root.id) if isinstance(root, ast.Name) else None
    return function.attr in _OF_ARRAYS if is_foreign is None else is_foreign


def _foreign_names(tree: ast.Module) -> dict[str, bool]:
    """Modules that a file imports: does each neither compute with tensors nor only show them?"""
    found = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                package = alias.name.partition(".")[0]
                found[alias.asname or package] = package not in _TENSORFLOWS | _SHOWING
    return found | dict.fromkeys(arrays.numpy_names(tree), True)


def stored(statement: ast.AST) -> set[str]:
    """Names that a statement gives a value to."""
    return {
        node.id
        for node in ast.walk(statement)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    }


def is_simple(statement: ast.stmt) -> bool:
    """Whether a statement holds no others."""
    return not (hasattr(statement, "body") or isinstance(statement, ast.Match))


def simple_statements(nodes: Iterable[ast.AST]) -> list[ast.stmt]:
    """Those of some nodes that are statements and hold no others."""
    return [node for node in nodes if isinstance(node, ast.stmt) and is_simple(node)]
