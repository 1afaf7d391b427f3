"""Lines by which a name that was a variable's becomes a tensor's, read from the program itself."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Set

from tb_gradplugin.diagnosis.text import syntax, written_names
from tb_gradplugin.schema.findings import Location

_NUMBER = re.compile(r"_\d+$")
"""What tells variables of one name apart."""

_SUBSCRIPTS = re.compile(r"(\[[^\]]*\])+$")


def names_of(variable: str) -> tuple[str, str]:
    """What an attribute with a variable may be called: its last name, as it is and unnumbered.

    Args:
      variable: its name, such as "layer/kernel_1".
    """
    own = variable.rpartition("/")[2]
    return own, _NUMBER.sub("", own)


def line(file: str, name: str) -> Location | None:
    """The first line that computes a name from itself, as `w = w - rate * g` does.

    Or, of an attribute, the first that gives it something from outside of its object.

    Args:
      file: of the program.
      name: a plain name, that of an attribute, whose owner may be called otherwise elsewhere, or
        that of what stands in a list or dict of such a name.

    Returns:
      None where no line of the file makes the name a variable, or none rebinds it.
    """
    tree = syntax.tree_of(file)
    name = _SUBSCRIPTS.sub("", name)
    last = name.rpartition(".")[2]
    if tree is None or not last.isidentifier():
        return None
    is_attribute = "." in name
    every = [*_given(tree), *(_given_to_objects(tree) if is_attribute else ())]
    given = [(target, value) for target, value in every if _is_of(target, last, is_attribute)]
    makers = {
        node.name
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and any(map(syntax.has_maker, node.body))
    }
    made = [syntax.has_maker(value) or _is_result_of(value, makers) for _, value in given]
    if not any(made):
        return None
    rebound = [
        target.lineno
        for (target, value), is_made in zip(given, made, strict=True)
        if not is_made and _reads(value, target)
    ]
    if not rebound and is_attribute:
        outside = [
            (target, value)
            for target, value in given
            if _is_from_outside(target) and not syntax.has_maker(value)
        ]
        computed = [one for one in outside if isinstance(one[1], (ast.BinOp, ast.Call))]
        rebound = [target.lineno for target, _ in computed or outside]
    if not rebound:
        return None
    number = min(rebound)
    return syntax.location(file, number, "")


def line_given(file: str, name: str) -> Location | None:
    """The line that gives an attribute what it holds, where none makes a variable for it.

    Args:
      file: of the program.
      name: of the attribute, or of what stands in it, such as `net.cached['kernel']`.

    Returns:
      None for a plain name, and where several lines give the attribute something.
    """
    tree = syntax.tree_of(file)
    owner, _, last = _SUBSCRIPTS.sub("", name).rpartition(".")
    if tree is None or not owner:
        return None
    given = [(target, value) for target, value in _given(tree) if _is_of(target, last, True)]
    if len(given) != 1 or syntax.has_maker(given[0][1]):
        return None
    return syntax.location(file, given[0][0].lineno, "")


def is_made_for(file: str, name: str, variable: str) -> bool:
    """Whether a variable is called what a line says that makes one for an attribute.

    Args:
      file: of the program.
      name: of the attribute, with that of its owner.
      variable: its name, of which a part may be computed, as in `name=f"{name}_weights"`.
    """
    tree = syntax.tree_of(file)
    owner, _, last = _SUBSCRIPTS.sub("", name).rpartition(".")
    given = _given(tree) if tree is not None and owner else ()
    calls = [
        one for target, value in given if _is_of(target, last, True) for one in ast.walk(value)
    ]
    return any(
        written_names.tells(written) and written_names.fits(called, written)
        for call in calls
        if isinstance(call, ast.Call) and syntax.makes_variable(call)
        for written in (*written_names.of_call(call), *_first_text(call))
        for called in (variable, _NUMBER.sub("", variable))
    )


def _first_text(made: ast.Call) -> list[str]:
    """A text that a call is given first, as `add_weight` takes the name."""
    first = made.args[:1]
    return [
        one.value for one in first if isinstance(one, ast.Constant) and isinstance(one.value, str)
    ]


def _is_of(target: ast.expr, last: str, is_attribute: bool) -> bool:
    if isinstance(target, ast.Subscript):
        target = target.value
    if isinstance(target, ast.Attribute):
        return target.attr == last
    return isinstance(target, ast.Name) and target.id == last and not is_attribute


def _given(tree: ast.AST) -> Iterator[tuple[ast.expr, ast.expr]]:
    """Targets of assignments and what they are given, with several apart where that is seen."""
    for node in ast.walk(tree):
        if isinstance(node, ast.AugAssign):
            yield node.target, ast.BinOp(node.target, node.op, node.value)
        elif isinstance(node, ast.Call) and syntax.last_name(node.func) == "setattr":
            name = node.args[1] if len(node.args) == 3 else None
            if isinstance(name, ast.Constant):
                made = ast.Attribute(node.args[0], str(name.value), lineno=node.lineno)
                yield made, node.args[2]
        for target, value in syntax.assigned(node):
            parts = target.elts if isinstance(target, (ast.Tuple, ast.List)) else [target]
            yield from ((part, value) for part in parts)


def _given_to_objects(tree: ast.AST) -> Iterator[tuple[ast.expr, ast.expr]]:
    """Attributes of objects that calls make variables for, or compute from the same of another.

    As `State(tf.Variable(1.0))` makes its first field, and `replace(state, w=state.w - step)`
    another `w`.
    """
    fields = dict(_fields(tree))
    for call in ast.walk(tree):
        if not isinstance(call, ast.Call):
            continue
        for field, given in zip(
            fields.get(syntax.last_name(call.func), ()), call.args, strict=False
        ):
            if syntax.has_maker(given):
                yield ast.Attribute(call.func, field, lineno=given.lineno), given
        for keyword in call.keywords:
            name, given = keyword.arg or "", keyword.value
            if syntax.has_maker(given):
                yield ast.Attribute(call.func, name, lineno=given.lineno), given
            for part in ast.walk(given):
                if isinstance(part, ast.Attribute) and part.attr == name and part is not given:
                    yield ast.Attribute(part.value, name, lineno=given.lineno), given
                    break


def _fields(tree: ast.AST) -> Iterator[tuple[str, list[str]]]:
    """Classes that take their fields in order, such as those of `dataclass`, with these."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef):
            fields = [one.target for one in node.body if isinstance(one, ast.AnnAssign)]
            yield node.name, [one.id for one in fields if isinstance(one, ast.Name)]
        elif isinstance(node, ast.Call) and syntax.last_name(node.func) == "namedtuple":
            words = [one.value for one in ast.walk(node) if isinstance(one, ast.Constant)]
            names = " ".join(str(one) for one in words).replace(",", " ").split()
            yield from ((name, names[1:]) for name in names[:1])


def _is_from_outside(target: ast.expr) -> bool:
    """Whether what is given something is no attribute of the object itself, nor a part of one."""
    while isinstance(target, ast.Subscript):
        target = target.value
    return not isinstance(target, ast.Attribute) or not syntax.is_name(target.value, "self")


def _is_result_of(value: ast.expr, functions: Set[str]) -> bool:
    return isinstance(value, ast.Call) and syntax.last_name(value.func) in functions


def _reads(value: ast.expr, target: ast.expr) -> bool:
    wanted = ast.unparse(target)
    return any(
        isinstance(node, (ast.Name, ast.Attribute, ast.Subscript)) and ast.unparse(node) == wanted
        for node in ast.walk(value)
    )
