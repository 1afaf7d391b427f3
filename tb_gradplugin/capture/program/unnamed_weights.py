"""Variables that a method of a layer makes under a local name, and that no attribute holds."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from types import MethodType
from typing import Any

from tb_gradplugin.capture.program import assignments, reachable
from tb_gradplugin.capture.sources import file_owners, source_trees
from tb_gradplugin.capture.sources.file_owners import Owner

_MAKER = "add_weight"
"""The method by which a layer of Keras makes a variable that it lists as its own."""


def of(made: ast.expr, own: Mapping[str, Any], reach: reachable.Reach) -> set[int]:
    """The variables that an expression may have made, given to a local name or put into a list.

    Which call made which of them cannot be told; so they are all that the layer lists and that
    have no other way to what it computes: they are in none of the attributes its class gives it.

    Args:
      made: what the name or list is given.
      own: what is known by an attribute of `self` there, and its methods.
      reach: where variables are looked for.

    Returns:
      Identities; empty where the expression makes no variable, or tells its name.
    """
    if isinstance(made, (ast.ListComp, ast.GeneratorExp)):
        made = made.elt
    if not isinstance(made, ast.Call) or not isinstance(made.func, ast.Attribute):
        return set()
    maker = own.get(_MAKER)
    is_own = isinstance(made.func.value, ast.Name) and made.func.value.id == "self"
    if made.func.attr != _MAKER or not is_own or not isinstance(maker, MethodType):
        return set()
    if any(one.arg == "name" and isinstance(one.value, ast.Constant) for one in made.keywords):
        return set()
    listed = reach.held(maker.__self__)
    return listed.difference(*(reach.held(own[name]) for name in _given(own) if name in own))


def _given(own: Mapping[str, Any]) -> set[str]:
    """The attributes that lines of the program give to `self`, not those that Keras keeps."""
    found = set()
    for method in own.values():
        code = getattr(getattr(method, "__func__", None), "__code__", None)
        if code is None or file_owners.owner(code.co_filename) is not Owner.USER:
            continue
        tree = source_trees.of_function(code)
        if tree is not None:
            found |= {name for owner, name in assignments.in_scope(tree) if owner == "self"}
    return found
