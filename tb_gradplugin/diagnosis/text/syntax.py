"""What lines of a program say, by its text and its syntax tree."""

from __future__ import annotations

import ast
import functools
import linecache
from collections.abc import Container, Iterable, Iterator
from typing import Any

from tb_gradplugin.schema.findings import Location

Function = ast.FunctionDef | ast.AsyncFunctionDef

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)

DEFINITIONS = (*FUNCTIONS, ast.ClassDef)

LOOPS = (ast.For, ast.AsyncFor, ast.While)

COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)

COMPUTING = (ast.Call, ast.BinOp, ast.UnaryOp, ast.Compare)
"""Expressions that make a value of others, and do not only hand it on."""

ALL_NAMES = ("locals", "vars", "eval", "exec")
"""Functions by which names may be read in a way that cannot be seen."""

OF_ITS_FORM = frozenset({"shape", "dtype", "ndim", "get_shape", "rank", "size", "len", "print"})
"""Attributes and functions that take no number of a tensor."""

BUILDING = frozenset({"__init__", "build", "__post_init__", "__new__"})
"""Methods in which an object makes its variables, and computes nothing with them."""

OF_OBJECTS = ("call", "__call__")
"""Methods that run where an object itself is called, by whatever name."""

MAKERS = frozenset({"Variable", "add_weight"})
"""Last names of what makes a variable where it is called."""

ASSIGNING = frozenset({"assign", "assign_add", "assign_sub"})
"""Methods by which a variable gets another value."""

_CONTAINERS = frozenset({"list", "dict", "set", "tuple", "OrderedDict", "defaultdict", "deque"})

_DEFAULTS = {"defaultdict": 1}
"""How many arguments a maker of a container takes that put nothing into it."""


def tree_of(file: str) -> ast.Module | None:
    """The syntax tree of a file; None where its text is not known or is no Python."""
    return _parsed("".join(linecache.getlines(file)))


# Nodes are told apart by their identity: the trees of a large program must all be kept.
@functools.lru_cache(maxsize=2048)
def _parsed(text: str) -> ast.Module | None:
    try:
        return ast.parse(text) if text else None
    except (SyntaxError, ValueError):
        return None


@functools.lru_cache(maxsize=256)
def functions_in(scope: ast.AST) -> tuple[Function, ...]:
    """The functions that are defined in a file, or in a function, and that function itself."""
    return tuple(node for node in ast.walk(scope) if isinstance(node, FUNCTIONS))


def functions_around(tree: ast.Module, line: int) -> list[Function]:
    """The functions of a file that a line stands in, the innermost first."""
    around = [node for node in functions_in(tree) if spans(node, line)]
    return sorted(around, key=lambda node: node.lineno, reverse=True)


def called_at(tree: ast.Module, line: int) -> str:
    """What Python calls the innermost function that a line of a file stands in, or the file."""
    around = functions_around(tree, line)
    return around[0].name if around else "<module>"


@functools.lru_cache(maxsize=1024)
def parents(scope: ast.AST) -> dict[int, ast.AST]:
    """For each node in a scope, by its id, the node that it is a part of."""
    return {id(child): node for node in ast.walk(scope) for child in ast.iter_child_nodes(node)}


def upwards(node: ast.AST, around: dict[int, ast.AST], last: ast.AST) -> Iterator[ast.AST]:
    """The nodes that a node stands in, by their `parents`, innermost first and without the last."""
    while (node := around[id(node)]) is not last:
        yield node


def asked_of(node: ast.AST, around: dict[int, ast.AST]) -> str:
    """The attribute that is asked of a node, or what is called with it; empty for all else."""
    outer = around[id(node)]
    asked = outer.func if isinstance(outer, ast.Call) else outer
    return last_name(asked) if isinstance(asked, ast.expr) else ""


def is_name(node: ast.AST, name: str) -> bool:
    """Whether a node is a plain name, this one."""
    return isinstance(node, ast.Name) and node.id == name


def names_of(scope: ast.AST, name: str) -> list[ast.Name]:
    """Where a plain name stands in a scope, to be read or to be given a value."""
    return [node for node in ast.walk(scope) if isinstance(node, ast.Name) and node.id == name]


def given_to(scope: ast.AST, name: str) -> Iterator[tuple[ast.expr, ast.expr]]:
    """The assignments of a function, or of a file outside of functions, to a name or attribute.

    Returns:
      Each target, with the value that it is given.
    """
    for node in own_nodes(ast.iter_child_nodes(scope)):
        yield from (pair for pair in assigned(node) if dotted(pair[0]) == name)


def filled_by(statement: ast.AST, methods: Container[str]) -> str | None:
    """The plain name of what a statement puts something into by a method, and does no more."""
    call = statement.value if isinstance(statement, ast.Expr) else None
    if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Attribute):
        return None
    owner = call.func.value
    return owner.id if call.func.attr in methods and isinstance(owner, ast.Name) else None


def own_nodes(outermost: Iterable[ast.AST]) -> Iterator[ast.AST]:
    """What stands in nodes such as the body of a function, and not in what is defined there."""
    waiting = list(outermost)
    while waiting:
        node = waiting.pop()
        yield node
        if not isinstance(node, DEFINITIONS):
            waiting.extend(ast.iter_child_nodes(node))


def positional(arguments: ast.arguments) -> list[str]:
    """The parameters of a function that a call may give by their place."""
    return [one.arg for one in (*arguments.posonlyargs, *arguments.args)]


def parameters(arguments: ast.arguments) -> set[str]:
    """All of its parameters, and those of lambdas among their defaults."""
    return {one.arg for one in ast.walk(arguments) if isinstance(one, ast.arg)}


def targets(node: ast.AST) -> list[ast.expr]:
    """What an assignment gives a value to, as it is written; nothing for another node."""
    if isinstance(node, ast.Assign):
        return node.targets
    return [node.target] if isinstance(node, (ast.AugAssign, ast.AnnAssign)) else []


def assigned(node: ast.AST) -> Iterator[tuple[ast.expr, ast.expr]]:
    """Each of the targets of an assignment by `=`, with its own value where that can be told."""
    if not isinstance(node, (ast.Assign, ast.AnnAssign)) or node.value is None:
        return
    several = (ast.Tuple, ast.List)
    for target in targets(node):
        if isinstance(target, several) and isinstance(node.value, several):
            pairs = list(zip(target.elts, node.value.elts, strict=False))
            is_starred = any(isinstance(part, ast.Starred) for pair in pairs for part in pair)
            if len(target.elts) == len(node.value.elts) and not is_starred:
                yield from pairs
                continue
        yield target, node.value


def computes(scope: ast.AST) -> bool:
    """Whether something in it makes a value of others."""
    return any(isinstance(node, COMPUTING) for node in ast.walk(scope))


def makes_variable(node: ast.AST) -> bool:
    """Whether it is a call that makes a variable, itself and not somewhere in it."""
    return isinstance(node, ast.Call) and last_name(node.func) in MAKERS


def has_maker(scope: ast.AST) -> bool:
    """Whether something in it makes a variable."""
    return any(map(makes_variable, ast.walk(scope)))


def makes_empty(node: ast.AST) -> bool:
    """Whether it makes a list, dict, set or tuple with nothing in it."""
    if isinstance(node, ast.Call):
        maker = last_name(node.func)
        given = [*node.args[_DEFAULTS.get(maker, 0) :], *(one.arg for one in node.keywords)]
        return maker in _CONTAINERS and set(given) <= {"maxlen"}
    return getattr(node, "elts", getattr(node, "keys", None)) == []


def shape(scope: ast.AST) -> list[type[ast.AST]]:
    """What something is made of, whatever the names and constants in it."""
    return [type(node) for node in ast.walk(scope)]


def loaded(scope: ast.AST) -> set[str]:
    """Names that are read."""
    return {
        node.id
        for node in ast.walk(scope)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)
    }


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


def statement_of(chain: Iterable[ast.AST]) -> ast.stmt:
    """The innermost statement that a node stands in, of the nodes from it outwards."""
    return next(one for one in chain if isinstance(one, ast.stmt))


def block_of(inner: ast.AST, outer: ast.AST) -> list[Any] | None:
    """The block of a node, as that of an `else`, that another one is a statement of."""
    for name in ("body", "orelse"):
        block = getattr(outer, name, None)
        if isinstance(block, list) and inner in block:
            return block
    return None


def lines(node: ast.expr | ast.stmt, last: ast.expr | ast.stmt | None = None) -> range:
    """The numbers of the lines of a node, or of those from it to another one."""
    last = last or node
    return range(node.lineno, (last.end_lineno or last.lineno) + 1)


def spans(node: ast.expr | ast.stmt, line: int) -> bool:
    """Whether a node stands on a line, or begins before it and ends at or after it."""
    return node.lineno <= line <= (node.end_lineno or node.lineno)


def always_leaves(condition: ast.If) -> bool:
    """Whether nothing behind an `if` runs where its condition holds."""
    return isinstance(condition.body[-1], (ast.Return, ast.Raise, ast.Continue, ast.Break))
