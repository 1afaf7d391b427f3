"""Loads the small programs of cases and pages, each as a module from its own file."""

import ast
import dataclasses
import importlib.util
import itertools
import pathlib
import re
import sys
import types

import numpy as np
import tensorflow as tf

NULL_GRADIENTS = pathlib.Path(__file__).resolve().parent / "null_gradients"

_MARK = re.compile(r"#\s*<-\s*culprit(?:\s+(\d+))?\s*$")
_numbers = itertools.count()
_loaded: list[str] = []


@dataclasses.dataclass(frozen=True)
class Culprit:
    """A line that is marked in a case: its file, relative to the case, and its number."""

    file: str
    line: int


def cases() -> list[str]:
    """Names of all cases."""
    return sorted(path.stem for path in NULL_GRADIENTS.glob("*.py"))


def load(path: pathlib.Path) -> types.ModuleType:
    """Runs the program, with the same random numbers and the same Keras names on every call.

    What was loaded before is forgotten: an explanation keeps the state of every variable that is
    alive, and those of hundreds of programs that are done with would be kept again and again.
    """
    while _loaded:
        del sys.modules[_loaded.pop()]
    tf.keras.utils.clear_session(free_memory=False)
    tf.keras.utils.set_random_seed(20)
    name = f"loaded_{path.stem}_{next(_numbers)}"
    specification = importlib.util.spec_from_file_location(name, path)
    module = importlib.util.module_from_spec(specification)
    sys.modules[name] = module
    _loaded.append(name)
    specification.loader.exec_module(module)
    return module


def load_case(name: str) -> types.ModuleType:
    """Loads a case by its name."""
    return load(NULL_GRADIENTS / f"{name}.py")


@dataclasses.dataclass(frozen=True)
class Declared:
    """What stands in a case, read without running it: its summary, and what is expected."""

    name: str
    summary: str
    expected: dict[str, object]

    @property
    def codes(self) -> list[str]:
        """Of the findings, in their order."""
        return [code for code, *_ in self.expected["FINDINGS"]]


def declared(name: str) -> Declared:
    """Reads a case: the constants at its end are literals."""
    tree = ast.parse((NULL_GRADIENTS / f"{name}.py").read_text(encoding="utf-8"))
    expected = {
        target.id: ast.literal_eval(each.value)
        for each in tree.body
        if isinstance(each, ast.Assign)
        for target in each.targets
        if isinstance(target, ast.Name) and target.id in ("FINDINGS", "CULPRIT_FILE")
    }
    return Declared(name, ast.get_docstring(tree) or "", expected)


def culprits(case: Declared) -> list[Culprit]:
    """The marked lines, one for each finding that has one, in the order of the findings."""
    file = case.expected.get("CULPRIT_FILE", f"{case.name}.py")
    found = {}
    for line, text in enumerate((NULL_GRADIENTS / file).read_text().splitlines(), 1):
        if mark := _MARK.search(text):
            found[int(mark[1] or 1)] = Culprit(file, line)
    return [found[number] for number in sorted(found)]


def gradients(loss_fn, variables):
    """What a `tf.GradientTape` of our own says of the loss.

    Raises:
      Exception: what the program raises.
    """
    with tf.GradientTape() as tape:
        loss = loss_fn()
    if not tf.is_tensor(loss):
        return [None] * len(variables)
    return tape.gradient(loss, list(variables))


def status(gradient) -> str:
    """Status of a gradient that is neither vanishing nor exploding, from NumPy in float64."""
    if gradient is None:
        return "null"
    values = np.asarray(tf.convert_to_tensor(gradient), np.float64)
    if not np.isfinite(values).all():
        return "nonfinite"
    return "ok" if values.any() else "zero"
