"""Results that a function returns several of: in a tuple, a list, a dict or an object."""

from __future__ import annotations

import ast
from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from tb_gradplugin.diagnosis.text import later_uses, syntax
from tb_gradplugin.schema.findings import Location

_OF_TENSORS = {
    "SparseTensor": ["indices", "values", "dense_shape"],
    "IndexedSlices": ["values", "indices", "dense_shape"],
}
"""What TensorFlow's own objects are given where they are made, in their order."""

_OF_NUMBERS = "values"
"""The one of these that can have a gradient."""


class Returned(NamedTuple):
    """Several results that a function returns together.

    Attributes:
      line: which puts them together.
      keys: under which they are, or their places, in their order.
      lost: those of the keys under which a result may be that goes nowhere.
      is_object: whether an attribute, too, may take one.
      made: the line that makes what may be lost, or gives it a name.
    """

    line: Location
    keys: tuple[int | str, ...]
    lost: frozenset[int | str]
    is_object: bool
    made: Location

    def is_other_than_lost(self, node: ast.AST) -> bool:
        """Whether a node would take a single result, which is not the only one that may be lost."""
        key: int | str | None = None
        if isinstance(node, ast.Attribute) and self.is_object:
            key = node.attr
        elif isinstance(node, ast.Subscript):
            key = index_of(node.slice)
            if isinstance(key, int) and -len(self.keys) <= key < len(self.keys):
                key = self.keys[key]
        is_read = isinstance(getattr(node, "ctx", None), ast.Load)
        return is_read and key in self.keys and bool(self.lost - {key})


def returned(inner: Sequence[Location]) -> Returned | None:
    """The results among which is what lines inside of a call compute.

    Args:
      inner: the lines inside of the call that a tensor came out through, the innermost first.

    Returns:
      None where a line does more than to put it beside others and return these.
    """
    for line in reversed(inner):
        function = later_uses.function_at(line)
        if function is None or line.function != function.name:
            return None
        own = list(syntax.own_nodes(function.body))
        assigned = [one for one in own if isinstance(one, ast.Assign)]
        names = {
            name
            for one in assigned
            if syntax.spans(one, line.line)
            for name in later_uses.stored(one)
        }
        every = [one.value for one in own if isinstance(one, ast.Return) and one.value is not None]
        for value in every:
            value = _meant(value, assigned)
            parts = _parts_of(value, line.file)
            lost = frozenset(
                key
                for key, one in parts.items()
                if _has(one, line.line, names) and may_be_lost(value, key)
            )
            if lost and len(parts) > 1:
                together = syntax.location(line.file, value.lineno, line.function)
                return Returned(together, tuple(parts), lost, isinstance(value, ast.Call), line)
        is_handed_on = any(
            isinstance(one, ast.Call) and syntax.spans(one, line.line) for one in every
        )
        if not is_handed_on:
            return None
    return None


def _meant(value: ast.expr, assigned: Sequence[ast.Assign]) -> ast.expr:
    """What a name is given, if it is so once; otherwise the expression itself."""
    if not isinstance(value, ast.Name):
        return value
    given = [one for one in assigned if value.id in later_uses.stored(one)]
    is_plain = len(given) == 1 and syntax.is_name(given[0].targets[0], value.id)
    return given[0].value if is_plain else value


def _parts_of(value: ast.expr, file: str) -> Mapping[int | str, ast.expr]:
    """Several that an expression puts together, by their keys or places."""
    if isinstance(value, (ast.Tuple, ast.List)):
        is_starred = any(isinstance(one, ast.Starred) for one in value.elts)
        return {} if is_starred else dict(enumerate(value.elts))
    if isinstance(value, ast.Dict):
        keys = [one.value if isinstance(one, ast.Constant) else None for one in value.keys]
        pairs = zip(keys, value.values, strict=True)
        return {key: one for key, one in pairs if isinstance(key, (int, str))}
    return put_into_object(value, file)


def put_into_object(value: ast.expr, file: str = "") -> Mapping[int | str, ast.expr]:
    """What an object is given where it is made, by the names of its attributes.

    Args:
      value: an expression.
      file: of the program; the fields of a class that it defines are known.

    Returns:
      Nothing for all that is no call of a class, and for what is given in another way.
    """
    if not isinstance(value, ast.Call):
        return {}
    name = syntax.last_name(value.func)
    # Names of classes begin with a capital letter.
    if name != "dict" and not name[:1].isupper():
        return {}
    fields = _fields(name, file)
    if len(value.args) > len(fields) or any(isinstance(one, ast.Starred) for one in value.args):
        return {}
    given: dict[int | str, ast.expr] = dict(zip(fields, value.args, strict=False))
    return {**given, **{one.arg: one.value for one in value.keywords if one.arg}}


def _fields(name: str, file: str) -> list[str]:
    """The fields of a named tuple, or of the like, in their order."""
    if name in _OF_TENSORS:
        return _OF_TENSORS[name]
    tree = syntax.tree_of(file) if file else None
    classes = [one for one in ast.walk(tree) if isinstance(one, ast.ClassDef)] if tree else []
    bodies = [one.body for one in classes if one.name == name]
    if len(bodies) != 1 or any(getattr(one, "name", "") == "__init__" for one in bodies[0]):
        return []
    annotated = [one.target for one in bodies[0] if isinstance(one, ast.AnnAssign)]
    return [one.id for one in annotated if isinstance(one, ast.Name)]


def may_be_lost(value: ast.expr, key: int | str) -> bool:
    """Whether an object may be given, by the name of an attribute, what has a gradient."""
    name = syntax.last_name(value.func) if isinstance(value, ast.Call) else ""
    return name not in _OF_TENSORS or key == _OF_NUMBERS


def _has(part: ast.expr, line: int, names: Collection[str]) -> bool:
    """Whether a part is computed on a line, or has one of the names which get a value there."""
    if isinstance(part, ast.Name):
        return part.id in names
    if isinstance(part, ast.IfExp) and any(
        isinstance(one, ast.Name) and one.id in names for one in (part.body, part.orelse)
    ):
        return True
    computing = (ast.Call, ast.BinOp)
    return syntax.spans(part, line) and any(isinstance(one, computing) for one in ast.walk(part))


def index_of(index: ast.expr, scope: ast.AST | None = None) -> int | str | None:
    """The whole number or the key that an index is; None for any other.

    A name, or an attribute, that nothing in the scope gives a value stands for the one it has.
    """
    if scope is not None and isinstance(index, (ast.Name, ast.Attribute)):
        name = syntax.dotted(index)
        given = {
            syntax.dotted(one)
            for one in ast.walk(scope)
            if isinstance(one, (ast.Name, ast.Attribute)) and not isinstance(one.ctx, ast.Load)
        }
        return name if name and name not in given else None
    try:
        value = ast.literal_eval(index)
    except ValueError:
        return None
    return value if isinstance(value, (int, str)) else None
