"""The list of programs whose gradients are sick or wrong, or look so."""

import dataclasses
from collections.abc import Callable
from typing import Any

import numpy as np
import tensorflow as tf

_random = [np.random.default_rng(0)]


@dataclasses.dataclass(frozen=True)
class Case:
    """One program.

    Attributes:
      name: of it.
      code: of the only finding.
      note: whether the program is sound, so that there is no finding but notes.
      verify: what `explain` is asked to compare.
      make: gives the loss function and its variables.
    """

    name: str
    code: str
    note: bool
    verify: str
    make: Callable[[], tuple[Callable[[], Any], list[Any]]]


CASES: list[Case] = []


def case(code, note=False, verify="custom"):
    """Adds a program to the list."""

    def add(make):
        def made():
            # The numbers of a program do not depend on which others were run before.
            _random[0] = np.random.default_rng(len(make.__name__))
            return make()

        CASES.append(Case(make.__name__, code, note, verify, made))
        return make

    return add


def normal(*shape):
    """Standard normal numbers."""
    return tf.constant(_random[0].normal(size=shape), tf.float32)
