"""A model that one function only predicts with, and that another one trains."""

from __future__ import annotations

import ast
from collections.abc import Iterable

from tb_gradplugin.diagnosis.text import later_uses, syntax
from tb_gradplugin.schema.findings import Location

_PREDICTING = frozenset({"predict", "predict_on_batch"})


def gives_to_same(line: Location) -> bool:
    """Whether what a line predicts goes to a model that takes the first one's own call elsewhere.

    As in `discriminator(generator.predict(z))` of one step and `discriminator(generator(z))` of
    another one, or in `Sequential([generator, discriminator])`.

    Args:
      line: on which `predict` is called.
    """
    tree, function = syntax.tree_of(line.file), later_uses.function_at(line)
    if tree is None or function is None:
        return False
    statements = _in_order(function)
    first = next((each for each in statements if syntax.spans(each, line.line)), None)
    predicting = _predicting(first) if first is not None else ""
    if first is None or not predicting:
        return False
    inside = {id(node) for node in ast.walk(function)}
    takers = _takers(statements[statements.index(first) :], predicting)
    scopes: list[ast.AST] = [one for one in syntax.functions_in(tree) if id(one) not in inside]
    return bool(takers) and any(_joins(scope, predicting, takers) for scope in (tree, *scopes))


def _in_order(scope: ast.AST) -> list[ast.stmt]:
    body = getattr(scope, "body", [])
    return sorted(later_uses.simple_statements(syntax.own_nodes(body)), key=lambda one: one.lineno)


def _predicting(statement: ast.stmt) -> str:
    """The last name of the model whose `predict` a statement calls; "" where there is none."""
    for node in ast.walk(statement):
        called = node.func if isinstance(node, ast.Call) else None
        if isinstance(called, ast.Attribute) and called.attr in _PREDICTING:
            return syntax.last_name(called.value)
    return ""


def _takers(statements: Iterable[ast.stmt], model: str) -> set[str]:
    """The last names of what is called with the predictions of a model, or what is made of them."""
    names: set[str] = set()
    found: set[str] = set()
    for statement in statements:
        for call in (node for node in ast.walk(statement) if isinstance(node, ast.Call)):
            if any(_holds(given, names) or _is_of(given, model) for given in _given(call)):
                found.add(syntax.last_name(call.func))
        if names & syntax.loaded(statement) or _predicting(statement) == model:
            names |= later_uses.stored(statement)
    return found


def _joins(scope: ast.AST, model: str, takers: set[str]) -> bool:
    """Whether a scope calls a model and gives its result to a taker, or lists both in a row."""
    names: set[str] = set()
    for statement in _in_order(scope):
        for node in ast.walk(statement):
            if isinstance(node, (ast.List, ast.Tuple)):
                listed = [syntax.last_name(one) for one in node.elts]
                if model in listed and takers & set(listed[listed.index(model) + 1 :]):
                    return True
            if not isinstance(node, ast.Call) or syntax.last_name(node.func) not in takers:
                continue
            if any(_holds(given, names) or _calls(given, model) for given in _given(node)):
                return True
        if _calls(statement, model) or names & syntax.loaded(statement):
            names |= later_uses.stored(statement)
    return False


def _given(call: ast.Call) -> list[ast.expr]:
    return [*call.args, *(keyword.value for keyword in call.keywords)]


def _holds(given: ast.expr, names: set[str]) -> bool:
    return bool(names & syntax.loaded(given))


def _is_of(given: ast.expr, model: str) -> bool:
    return any(
        isinstance(node, ast.Attribute)
        and node.attr in _PREDICTING
        and syntax.last_name(node.value) == model
        for node in ast.walk(given)
    )


def _calls(scope: ast.AST, model: str) -> bool:
    return any(
        isinstance(node, ast.Call) and syntax.last_name(node.func) == model
        for node in ast.walk(scope)
    )
