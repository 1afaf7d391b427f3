"""Parameters that a function ignores, and whether it has them for others' sake alone."""

from __future__ import annotations

import ast
import functools
from collections.abc import Iterator, Mapping

from tb_gradplugin.diagnosis.text import later_uses, renamed, syntax
from tb_gradplugin.schema.findings import Location

_MAY_BE_IGNORED = frozenset({"training", "mask", "states", "y_true"})
"""What Keras gives to whoever has a parameter of that name; it asks for the last two."""

_MEANT = ("_", "unused")
"""How the names of parameters begin that a program says it ignores."""

_PLAIN_DECORATORS = frozenset(
    {"function", "staticmethod", "classmethod", "register_keras_serializable"}
)
"""Decorators that hand a function what it is given."""

_KNOWN = frozenset({"tensorflow", "keras", "tf_keras", "abc", "typing"})
"""Packages whose classes ask no more of a method than is said here."""


def ignores(function: syntax.Function | ast.Lambda, name: str, line: Location) -> bool:
    """Whether a function ignores a parameter that it has for its own sake.

    Args:
      function: of the program.
      name: of the parameter.
      line: one of the function.

    Returns:
      False also where its name says that it is not used, and where a method of a base class or of
      another derived class has it too and none of them reads it.
    """
    if name in _MAY_BE_IGNORED or name.startswith(_MEANT):
        return False
    if isinstance(function, ast.Lambda):
        return not reads(function, name, line.file)
    decorators = [one.func if isinstance(one, ast.Call) else one for one in function.decorator_list]
    if any(syntax.last_name(one) not in _PLAIN_DECORATORS for one in decorators):
        return False
    tree, owner = syntax.tree_of(line.file), later_uses.class_at(line)
    if reads(function, name, line.file) or tree is None:
        return False
    if owner is None:
        return True
    known = imports(tree)
    family = list(_family(tree, owner))
    names = {one.name for one in family}
    for base in (base for one in family for base in one.bases):
        root = syntax.dotted(base).partition(".")[0]
        is_known = root == "object" or known.get(root) in _KNOWN
        if not is_known and syntax.last_name(base) not in names:
            return False
    place = syntax.positional(function.args).index(name) if _is_positional(function, name) else -1
    others = [
        method
        for one in family
        for method in one.body
        if isinstance(method, syntax.FUNCTIONS) and method.name == function.name
        if method is not function
    ]
    return not others or any(_reads(one, name, place, line.file) for one in others)


@functools.lru_cache(maxsize=64)
def imports(tree: ast.Module) -> Mapping[str, str]:
    """Names that a file has from packages, with the first name of each package."""
    found: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for one in node.names:
                found[one.asname or one.name.partition(".")[0]] = one.name.partition(".")[0]
        elif isinstance(node, ast.ImportFrom) and node.module:
            package = node.module.partition(".")[0]
            found |= {one.asname or one.name: package for one in node.names}
    for node in tree.body:
        # A shorter name for a part of one, as `layers = tf.keras.layers`.
        for target, value in syntax.assigned(node):
            package = found.get(syntax.dotted(value).partition(".")[0], "")
            if isinstance(target, ast.Name) and package:
                found[target.id] = package
    return found


def reads(function: syntax.Function | ast.Lambda, name: str, file: str) -> bool:
    """Whether a function of a file does more with a parameter than to name its value anew."""
    return _is_named(function, name) and last_name(function, name, file) is None


def last_name(
    function: syntax.Function | ast.Lambda, name: str, file: str
) -> renamed.Renamed | None:
    """The last name that a function of a file gives a parameter's value, where nothing reads it."""
    tree = syntax.tree_of(file)
    return None if tree is None else renamed.last_of(function, name, imports(tree))


def _is_named(function: syntax.Function | ast.Lambda, name: str) -> bool:
    """Whether anything in a function has a name, or may have all names."""
    names = (name, *syntax.ALL_NAMES)
    return any(isinstance(one, ast.Name) and one.id in names for one in ast.walk(function))


def _is_positional(function: syntax.Function, name: str) -> bool:
    return name in syntax.positional(function.args)


def _reads(method: syntax.Function, name: str, place: int, file: str) -> bool:
    """Whether another class's method reads the parameter of that name, or at that place."""
    positional = syntax.positional(method.args)
    names = {name} | ({positional[place]} if 0 <= place < len(positional) else set())
    return any(reads(method, one, file) for one in names)


def _family(tree: ast.Module, owner: ast.ClassDef) -> Iterator[ast.ClassDef]:
    """A class, those that it is derived from, and all that are derived from one of them."""
    classes = [node for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
    waiting, seen = [owner], {owner.name}
    while waiting:
        one = waiting.pop()
        yield one
        bases = {syntax.last_name(base) for base in one.bases}
        for other in classes:
            is_derived = one.name in {syntax.last_name(base) for base in other.bases}
            if other.name not in seen and (other.name in bases or is_derived):
                seen.add(other.name)
                waiting.append(other)
