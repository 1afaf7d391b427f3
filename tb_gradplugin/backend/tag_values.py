"""What was written to one tag, and what of it counts."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

import numpy as np

from tb_gradplugin.backend.history import surviving
from tb_gradplugin.backend.matrices import Rows
from tb_gradplugin.schema import tags
from tb_gradplugin.schema.records import Session
from tb_gradplugin.schema.version import UnknownSchemaVersionError

T = TypeVar("T")


@dataclasses.dataclass(frozen=True)
class Form:
    """What every value of a tag must be; `description` says the shape in words."""

    dtype: np.dtype
    shape: tuple[int, ...]
    description: str


@dataclasses.dataclass(frozen=True)
class TagValues:
    """The events of one tag, in the order in which they were read.

    Attributes:
      steps: one for each event.
      wall_times: seconds since the epoch.
      arrays: the values; None for one that is no array.
    """

    steps: Sequence[int]
    wall_times: Sequence[float]
    arrays: Sequence[np.ndarray | None]

    def rows(
        self, tag: tags.Tag, form: Form, columns: np.ndarray, sessions: Iterable[Session]
    ) -> tuple[Rows, list[str]]:
        """The events that count and fit, and a sentence if some do not fit.

        Args:
          tag: whose events they are.
          form: a value of another one does not fit.
          columns: int64 [elements of a value], where each stands in the matrix.
          sessions: every session announced in the run.
        """
        steps = np.array(self.steps, np.int64)
        wall_times = np.array(self.wall_times, np.float64)
        fits = np.array(
            [
                array is not None and array.dtype == form.dtype and array.shape == form.shape
                for array in self.arrays
            ],
            bool,
        )
        # An event that does not fit is still a sign of a restart.
        kept = surviving(steps, wall_times, sessions)
        kept = kept[fits[kept]]
        values = np.empty((len(kept), *form.shape), form.dtype)
        for row, index in enumerate(kept):
            values[row] = self.arrays[index]
        rows = Rows(columns, steps[kept], wall_times[kept], values.reshape(len(kept), len(columns)))
        misfits = int(np.sum(~fits))
        complaint = (
            f"{misfits} of {len(fits)} events of `{tag}` are left out: each must be a "
            f"{form.dtype} {form.description}."
        )
        return rows, [complaint] if misfits else []

    def last_message(self, tag: tags.Tag, decode: Callable[[bytes], T]) -> tuple[T | None, str]:
        """The message of the largest step that can be read, and a sentence about those that cannot.

        Args:
          tag: whose events they are.
          decode: takes the serialized message; raises ValueError where it is none.

        Returns:
          The message, or None where none can be read; and the sentence, or "".

        Raises:
          UnknownSchemaVersionError: a newer version wrote it.
        """
        failures: list[str] = []
        found = None
        for index in reversed(np.argsort(self.steps, kind="stable")):
            try:
                found = decode(message_in(self.arrays[index]))
                break
            except UnknownSchemaVersionError:
                raise
            except ValueError as error:
                failures.append(str(error))
        if not failures:
            return found, ""
        return found, f"The last {len(failures)} events of `{tag}` are left out. {failures[0]}"


def message_in(content: object) -> bytes:
    """The one string of a string tensor.

    Raises:
      ValueError: `content` is something else.
    """
    array = np.asarray(content)
    if array.shape == () and isinstance(array.item(), bytes):
        return bytes(array.item())
    raise ValueError(
        "A message must be a scalar string tensor. "
        f"Received: {array.dtype} tensor of shape {array.shape}"
    )
