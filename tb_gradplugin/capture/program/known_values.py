"""What names and attributes meant where a condition of the program was decided.

Only what got its value by one line alone, and not in a loop, still is what it was then. It is
looked up without a call of anything of the program's, such as a property.
"""

from __future__ import annotations

import ast
import dataclasses
import functools
import inspect
from types import FunctionType, ModuleType
from typing import Any

from tb_gradplugin.capture.observing import python_names
from tb_gradplugin.capture.program import assignments, filling_functions, name_scopes, reachable
from tb_gradplugin.capture.sources import file_owners, source_trees
from tb_gradplugin.capture.sources.file_owners import Owner
from tb_gradplugin.diagnosis.text import conditions, syntax
from tb_gradplugin.diagnosis.text.conditions import UNKNOWN

_SETTING = frozenset({"setattr", "__setattr__"})


@dataclasses.dataclass(frozen=True)
class KnownValues:
    """What is known in one function, or in a file outside of its functions.

    Attributes:
      function: one of the user's in the same file.
      scope: the function or file in which the conditions stand.
      holder: the object whose method that is; None where it is none, or not known.
    """

    function: Any
    scope: ast.AST
    holder: Any = None

    def holds(self, test: ast.expr) -> bool | None:
        """Whether a condition was true; None where that is not known."""
        return conditions.holds(test, self)

    def __call__(self, node: ast.expr) -> Any:
        """What a name, an attribute or an entry was; `UNKNOWN` where that is not known."""
        if isinstance(node, ast.Name):
            return self._name(node.id)
        if isinstance(node, ast.Attribute):
            return self._attribute(node)
        return self._entry(node) if isinstance(node, ast.Subscript) else UNKNOWN

    def _name(self, name: str) -> Any:
        file = self.function.__code__.co_filename
        around = source_trees.around(self.scope, file)
        scopes = [self.scope, *(one for one in around if one is not self.scope)]
        for scope in scopes:
            if isinstance(scope, ast.Module):
                is_sure = _is_of_file_alone(scope, name)
                return self.function.__globals__.get(name, UNKNOWN) if is_sure else UNKNOWN
            if name in filling_functions.own_names(scope):
                return self._local(scope, name) if _is_given_once(scope, name) else UNKNOWN
        return UNKNOWN

    def _local(self, scope: ast.AST, name: str) -> Any:
        """Of a function: while it runs, in what was defined in it, or kept by its object."""
        code = self.function.__code__
        running = name_scopes.names_on_stack(code.co_filename, [scope])
        if name in running:
            return running[name]
        if name in code.co_freevars:
            cells = dict(zip(code.co_freevars, self.function.__closure__ or (), strict=False))
            try:
                return cells[name].cell_contents
            except (KeyError, ValueError):  # Not assigned yet.
                return UNKNOWN
        if self.holder is not None and source_trees.of_function(_maker(self.holder)) is scope:
            return name_scopes.arguments_kept(self.holder).get(name, UNKNOWN)
        return UNKNOWN

    def _attribute(self, node: ast.Attribute) -> Any:
        is_self = syntax.is_name(node.value, "self")
        if is_self and self.holder is not None:
            owner = self.holder
        elif isinstance(node.value, (ast.Name, ast.Attribute)):
            owner = self(node.value)
        else:
            return UNKNOWN
        if owner is UNKNOWN or _is_users_getter(owner):
            return UNKNOWN
        # Neither a property nor `__getattr__` is asked.
        found = inspect.getattr_static(owner, node.attr, UNKNOWN)
        if found is UNKNOWN or hasattr(type(found), "__get__"):
            return UNKNOWN
        return found if self._is_set_once(owner, node.attr) else UNKNOWN

    def _is_set_once(self, owner: Any, attribute: str) -> bool:
        """Whether an attribute got its value once, by the object's methods or as it was made."""
        file = syntax.tree_of(self.function.__code__.co_filename)
        if file is None or _is_set_from_outside(file, attribute):
            return False
        if isinstance(owner, ModuleType):
            return _is_of_module_alone(owner, attribute)
        if isinstance(owner, python_names.BAGS):
            return True
        kind = owner if isinstance(owner, type) else type(owner)
        foreign = [one for one in kind.__mro__[:-1] if not reachable.is_users_class(one)]
        # What a library's methods know of, they may have changed since.
        if any(attribute in _names_in(one) for one in foreign):
            return False
        trees = {
            tree
            for method in reachable.own_methods(owner)
            if (tree := source_trees.of_function(method.__code__)) is not None
        }
        lines = [
            (tree, line)
            for tree in trees
            for line, _ in assignments.in_scope(tree).get(("self", attribute), ())
        ]
        # What the class has may have been read before a method gave the object its own.
        is_of_class = inspect.getattr_static(kind, attribute, UNKNOWN) is not UNKNOWN
        if not lines:
            return is_of_class or not foreign
        return len(lines) == 1 and not is_of_class and not _is_in_loop(*lines[0])

    def _entry(self, node: ast.Subscript) -> Any:
        """Of a dict with texts for keys."""
        key = node.slice.value if isinstance(node.slice, ast.Constant) else None
        file = syntax.tree_of(self.function.__code__.co_filename)
        if type(key) is not str or file is None or _may_put(file, key):
            return UNKNOWN
        owner = self(node.value)
        return owner.get(key, UNKNOWN) if type(owner) is dict else UNKNOWN


def _maker(holder: Any) -> Any:
    return getattr(inspect.unwrap(type(holder).__init__), "__code__", None)


def _is_users_getter(owner: Any) -> bool:
    """Whether the program itself says what reading an attribute of an object does."""
    kind = type(owner)
    return any(
        "__getattribute__" in vars(one) and reachable.is_users_class(one)
        for one in kind.__mro__[:-1]
    )


def _is_of_module_alone(module: ModuleType, name: str) -> bool:
    """Whether a file gives a name its value once; of libraries that is not asked."""
    file = getattr(module, "__file__", None)
    if file is None or file_owners.owner(file) is not Owner.USER:
        return True
    tree = syntax.tree_of(file)
    return tree is not None and _is_of_file_alone(tree, name)


@functools.lru_cache(maxsize=512)
def _is_of_file_alone(file: ast.Module, name: str) -> bool:
    """Whether a file gives a name its value, once and not in a function."""
    nodes = list(ast.walk(file))
    imported = [one for one in nodes if isinstance(one, ast.alias) if _bound_by(one) == name]
    named = [one for one in nodes if isinstance(one, ast.Name) and one.id == name]
    is_given = name == "__name__" or any(isinstance(one.ctx, ast.Store) for one in named)
    is_taken_up = any(isinstance(one, ast.Global) and name in one.names for one in nodes)
    if is_taken_up or not _is_given_once(file, name):
        return False
    # What stands nowhere in the file may be of another one, such as a cell that ran before.
    return is_given != bool(imported) and len(imported) <= 1


def _bound_by(alias: ast.alias) -> str:
    return alias.asname or alias.name.partition(".")[0]


@functools.lru_cache(maxsize=256)
def _names_in(cls: type) -> frozenset[str]:
    """Names that the methods of a class read or give a value to."""
    methods = [getattr(one, "__func__", getattr(one, "fget", one)) for one in vars(cls).values()]
    codes = [one.__code__ for one in methods if isinstance(one, FunctionType)]
    return frozenset(name for code in codes for name in code.co_names)


@functools.lru_cache(maxsize=512)
def _is_given_once(scope: ast.AST, name: str) -> bool:
    """Whether at most one statement of a function, or file, gives a name its value, and once."""
    nodes = list(syntax.own_nodes(ast.iter_child_nodes(scope)))
    stored = [
        one.lineno
        for one in nodes
        if isinstance(one, ast.Name) and one.id == name and not isinstance(one.ctx, ast.Load)
    ]
    lines = {line for line, _ in assignments.in_scope(scope).get(("", name), ())} | {*stored}
    defined = [one for one in nodes if isinstance(one, syntax.DEFINITIONS) and one.name == name]
    arguments = syntax.parameters(scope.args) if isinstance(scope, syntax.FUNCTIONS) else set()
    count = len(lines) + len(defined) + (name in arguments)
    return count <= 1 and len(stored) <= 1 and not any(_is_in_loop(scope, one) for one in lines)


def _is_in_loop(scope: ast.AST, line: int) -> bool:
    return any(
        isinstance(one, syntax.LOOPS) and syntax.spans(one, line)
        for one in syntax.own_nodes(ast.iter_child_nodes(scope))
    )


@functools.lru_cache(maxsize=512)
def _is_set_from_outside(file: ast.Module, attribute: str) -> bool:
    """Whether a line gives an attribute of that name to something else than a `self`."""
    for node in ast.walk(file):
        if isinstance(node, ast.Attribute) and node.attr == attribute:
            if not isinstance(node.ctx, ast.Load) and not syntax.is_name(node.value, "self"):
                return True
        elif isinstance(node, ast.Call) and syntax.last_name(node.func) in _SETTING:
            name = node.args[-2] if len(node.args) > 1 else None
            if not isinstance(name, ast.Constant) or name.value == attribute:
                return True
    return False


@functools.lru_cache(maxsize=512)
def _may_put(file: ast.Module, key: str) -> bool:
    """Whether a line may put something else under a key of a dict."""
    for node in ast.walk(file):
        if isinstance(node, ast.Subscript) and not isinstance(node.ctx, ast.Load):
            if not isinstance(node.slice, ast.Constant) or node.slice.value == key:
                return True
        elif isinstance(node, ast.Call) and syntax.last_name(node.func) in ("update", "setdefault"):
            return True
    return False
