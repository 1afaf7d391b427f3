"""Methods that no line of the program names, and that are all which uses a variable.

A class that is derived from a library's may have misspelled what the library calls.
"""

from __future__ import annotations

import difflib
import functools
import sys
from collections.abc import Iterator
from types import FunctionType
from typing import Any

from tb_gradplugin.capture.program import class_texts, naming_lines, reachable
from tb_gradplugin.capture.sources import file_owners, frames, source_trees
from tb_gradplugin.capture.sources.file_owners import Owner
from tb_gradplugin.capture.unread_variables import skipped_uses, source_uses
from tb_gradplugin.capture.unread_variables.search import Search
from tb_gradplugin.diagnosis.in_source import InSource, UnnamedMethod
from tb_gradplugin.diagnosis.text import left_out, syntax

_LIKENESS = 0.85
"""How alike two names are, at least, of which one may be a slip for the other."""


def found(search: Search) -> list[InSource | None]:
    """For each variable, the line that uses it in such a method, as an `UnnamedMethod`.

    Returns:
      None for a variable of an object that a method of the program's is called for, whose lines
      tell more; for one of a class that is derived from no library's, or of an object of which
      the evaluation used nothing; and where a library has a method of that name, which it may
      call.
    """
    lines: dict[int, InSource] = {}
    wanted = {one for each in search.variables if (one := reachable.identity(each)) is not None}
    # All files of the program are gone through, so only where there is such a method.
    words = functools.cache(_words)
    for holder in search.reach.objects if wanted else ():
        own = {one.__name__: one for one in reachable.own_methods(holder)}
        if not own.keys().isdisjoint(class_texts.CALLED) or not search.touched.handles(holder):
            continue
        for name, item in reachable.attributes(holder):
            below = search.reach.held(item)
            if below and below <= wanted:
                using = [one for one in own.values() if _uses(one, name)]
                line = _of_method(holder, name, using[0], search) if len(using) == 1 else None
                if line is not None and using[0].__name__ not in words():
                    lines |= dict.fromkeys(below, line)
    return [lines.get(reachable.identity(each) or 0) for each in search.variables]


def _of_method(holder: Any, name: str, method: FunctionType, search: Search) -> InSource | None:
    called, tree = method.__name__, source_trees.of_function(method.__code__)
    libraries = list(class_texts.libraries(type(holder)))
    if tree is None or called.startswith("__") or called in skipped_uses.CALLED_FROM_OUTSIDE:
        return None
    # Of a class of the program's alone, who uses it may call what no line of the program does.
    if not libraries or tree.decorator_list or any(hasattr(one, called) for one in libraries):
        return None
    begin = next(iter(frames.of_function(method, tree.lineno)), None)
    used = naming_lines.that_use(tree, "self", name)
    use = next(iter(frames.of_function(method, used[0])), None)
    if begin is None or use is None or left_out.any_ran(syntax.lines(tree), use.file, search.ran):
        return None
    own = {one.__name__ for one in reachable.own_methods(holder)}
    names = {
        each
        for one in libraries
        for each, value in vars(one).items()
        if isinstance(value, FunctionType) and each not in own and not each.startswith("__")
    }
    alike = next(iter(difflib.get_close_matches(called, sorted(names), 1, _LIKENESS)), "")
    seen = UnnamedMethod(begin, alike, libraries[0].__name__ if alike else "")
    return InSource(use, f"self.{name}", is_use=True, seen=seen)


def _uses(method: FunctionType, name: str) -> bool:
    tree = source_trees.of_function(method.__code__)
    if tree is None or method.__name__ in syntax.BUILDING:
        return False
    return bool(naming_lines.that_use(tree, "self", name))


def _words() -> frozenset[str]:
    """The names, attributes and texts of all files of the program."""
    return frozenset().union(*map(source_uses.words, _trees()))


def _trees() -> Iterator[Any]:
    for module in list(sys.modules.values()):
        file = getattr(module, "__file__", None)
        if isinstance(file, str) and file_owners.owner(file) is Owner.USER:
            tree = syntax.tree_of(file)
            yield from [tree] if tree is not None else []
