"""Every variable that is alive in this process, whoever holds it."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterable
from typing import Any

from tensorflow.python.ops import resource_variable_ops

from tb_gradplugin.capture.observing.observation import handle_of

_KERAS_VARIABLES = (
    ("keras.src.backend.tensorflow.core", "Variable"),
    ("keras.src.backend.common.variables", "KerasVariable"),
    ("keras.src.backend.common.variables", "Variable"),
)


def found() -> list[Any]:
    """The `tf.Variable` objects with a value of their own, and the Keras variables.

    What a loss function changes cannot be told beforehand: a metric in a closure, the slot of an
    optimizer, the state of a generator inside of a library. So all of them are looked for.
    """
    return instances(resource_variable_ops.BaseResourceVariable, *_keras_classes())


def instances(*classes: type) -> list[Any]:
    """What is alive of these classes and their subclasses, which must be written in Python."""
    wanted = _with_subclasses(list(classes))
    # By type alone. `gc.get_referrers` takes two thirds of the time, but has every object of every
    # library say what it refers to, and one that is not whole then ends the process.
    return [each for each in gc.get_objects() if type(each) in wanted]


def is_keras(variable: Any) -> bool:
    """Whether it is a variable of Keras 3."""
    return isinstance(variable, _keras_classes())


def name(variable: Any) -> str:
    """Keras path where there is one, otherwise the name without ":0"."""
    path = getattr(variable, "path", None)
    return path if isinstance(path, str) and path else str(variable.name).removesuffix(":0")


class Names:
    """Names of variables by their handle."""

    def __init__(self, variables: Iterable[Any]):
        self._names: dict[int, str] = {}
        self._unknown: set[int] = set()
        self._add(variables)

    def __call__(self, handle: Any) -> str | None:
        """None for the handle of something else than a variable."""
        if handle._id not in self._names and handle._id not in self._unknown:
            # It was made after we looked; the loss function makes some when it runs first.
            self._add(found())
            if handle._id not in self._names:
                self._unknown.add(handle._id)
        return self._names.get(handle._id)

    def _add(self, variables: Iterable[Any]) -> None:
        for variable in variables:
            handle = handle_of(variable)
            if handle is not None and (is_keras(variable) or handle._id not in self._names):
                self._names[handle._id] = name(variable)


def _keras_classes() -> tuple[type, ...]:
    # Not imported: Keras takes long, and a program that has not loaded it has none of these.
    classes = (getattr(sys.modules.get(module), cls, None) for module, cls in _KERAS_VARIABLES)
    return tuple(cls for cls in classes if cls is not None)


def _with_subclasses(classes: list[type]) -> set[type]:
    seen: list[type] = list(classes)
    for each in seen:
        subclasses: list[type] = type.__subclasses__(each)
        seen.extend(cls for cls in subclasses if cls not in seen)
    return set(seen)
