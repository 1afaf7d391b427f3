"""Functions of TensorFlow and Keras that take the numbers of a tensor to give an array of them."""

from __future__ import annotations

import ast
import functools
from types import FrameType

from tb_gradplugin.capture.sources import file_owners
from tb_gradplugin.capture.sources.file_owners import Owner
from tb_gradplugin.diagnosis.text import arrays, handed_on, syntax


def is_for_program(taking: FrameType) -> bool:
    """Whether the program itself is given the array for which numbers are taken.

    TensorFlow takes whole numbers for the shapes and branches of its ops too, also by functions
    that return them: so each function on the way up to the program has to return what the one that
    it calls returns.

    Args:
      taking: the frame of a framework that takes the numbers of a tensor.
    """
    frame: FrameType | None = taking
    returns = _returns_array
    while frame is not None:
        code = frame.f_code
        if file_owners.owner(code.co_filename) is not Owner.FRAMEWORK:
            return True
        if not returns(code.co_filename, frame.f_lineno, code.co_name):
            return False
        frame, returns = frame.f_back, _hands_on
    return False


@functools.lru_cache(maxsize=1024)
def _returns_array(file: str, line: int, name: str) -> bool:
    """Whether a function that a line stands in has a `return` of what NumPy makes in it."""
    tree = syntax.tree_of(file)
    around = syntax.functions_around(tree, line) if tree is not None else []
    if tree is None or not around or around[0].name != name:
        return False
    nodes = list(syntax.own_nodes(around[0].body))
    returned = [node.value for node in nodes if isinstance(node, ast.Return) and node.value]
    own = sorted(
        (node for node in nodes if isinstance(node, ast.stmt)), key=lambda node: node.lineno
    )
    made = arrays.named(tree, around[0], own)
    return any(arrays.is_made_by(tree, value, made) for value in returned)


@functools.lru_cache(maxsize=1024)
def _hands_on(file: str, line: int, name: str) -> bool:
    return handed_on.to_caller(syntax.location(file, line, name))
