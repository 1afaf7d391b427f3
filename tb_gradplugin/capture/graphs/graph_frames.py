"""Where an op of a graph was made: the user's lines, and what of Keras lies between."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any

import tensorflow as tf

from tb_gradplugin.capture.sources import frames
from tb_gradplugin.schema.findings import Location

_VECTORIZED = "/pfor/"
"""In the name of an op that `tf.vectorized_map` made, after the name of the op it stands for."""


@dataclasses.dataclass(frozen=True)
class Made:
    """What a traceback tells of an op.

    Attributes:
      locations: the user's own lines, innermost first.
      hidden_frames: frames of frameworks between the op and the innermost of them.
      in_metric: whether a method of a Keras metric was running.
      call: name of the framework's function that the innermost of them calls.
      is_outside: whether they only lead to the user's program; see `frames.Frames`.
    """

    locations: tuple[Location, ...]
    hidden_frames: int
    in_metric: bool
    call: str = ""
    is_outside: bool = False


class Tracebacks:
    """Reads tracebacks, each once: a layer makes its ops at the same few places every time."""

    def __init__(self, within: Callable[..., Any] | None = None) -> None:
        """Starts with nothing read.

        Args:
          within: function that calls what is explained: frames around it tell nothing of an op.
        """
        self._read: dict[Any, Made] = {}
        code = getattr(within, "__code__", None)
        self._within = (code.co_filename, code.co_name) if code is not None else None

    def of(self, op: tf.Operation) -> Made:
        """Where the op was made; of one that `tf.vectorized_map` made, the op it stands for."""
        op = _written(op)
        traceback = op.traceback or ()  # of a function loaded from a file there is none
        made = self._read.get(traceback)
        if made is None:
            stack = self._inner(list(traceback))
            found = frames.of_traceback(stack)
            in_metric = any(_is_of_metric(frame.filename) for frame in stack)
            made = Made(found.locations, found.hidden, in_metric, found.call, found.is_outside)
            self._read[traceback] = made
        return made

    def _inner(self, stack: list[Any]) -> list[Any]:
        for place in range(len(stack) - 1, -1, -1):
            if (stack[place].filename, stack[place].name) == self._within:
                return stack[place:]
        return stack


@dataclasses.dataclass
class CallSite:
    """One call of a traced function, whose ops tell only where it was called first.

    Attributes:
      function: name of the function.
      locations: the user's lines of this call, innermost first.
    """

    function: str
    locations: tuple[Location, ...]

    def __post_init__(self) -> None:
        self._moved: dict[int, tuple[Made, Made]] = {}

    def moved(self, made: Made) -> Made:
        """The same op, as made by this call."""
        # The op is kept beside its answer, so that its id stays its own.
        known = self._moved.get(id(made))
        if known is None:
            known = self._moved[id(made)] = (made, self._moved_once(made))
        return known[1]

    def _moved_once(self, made: Made) -> Made:
        within = [i for i, each in enumerate(made.locations) if each.function == self.function]
        if not made.locations:
            return dataclasses.replace(made, locations=self.locations)
        if not within:
            return made
        inner = made.locations[: within[-1] + 1]
        return dataclasses.replace(made, locations=(*inner, *self.locations))


def _written(op: tf.Operation) -> tf.Operation:
    """The op that the program wrote, where TensorFlow made this one from it for many at once."""
    while _VECTORIZED in op.name:
        first = getattr(op, "_original_op", None)
        # An op of a gradient keeps the op that it differentiates there.
        if first is None or f"{first.name}{_VECTORIZED}" not in op.name:
            break
        op = first
    return op


def _is_of_metric(file: str) -> bool:
    return "/src/metrics/" in file.replace("\\", "/")
