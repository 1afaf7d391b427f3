"""What was counted on every step, added up over the sessions of a run."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable

import numpy as np

from tb_gradplugin.backend.last_messages import LastMessage, Recorded, read_last_messages
from tb_gradplugin.backend.tables import Layout
from tb_gradplugin.schema import encoding, tags
from tb_gradplugin.schema.records import Counters

_SICK = ("null", "zero", "nonfinite")


@dataclasses.dataclass(frozen=True, eq=False)
class Totals:
    """Counts over every step of every session, recorded as a row or not.

    Sessions are added up as they were lived: steps that a later session lived
    anew count in both. Of each session and variable table the last message
    counts, so what a killed process had not written yet is missing.

    Attributes:
      steps: int64 [variables], on how many steps the gradient was looked at.
      null: int64 [variables], on how many of them there was none.
      zero: int64 [variables], on how many every element was 0.
      nonfinite: int64 [variables], on how many an element was NaN or infinite.
      first_step: int64 [variables], the first step on which it was one of
        these; -1 where it never was.
      last_step: int64 [variables], the last one; -1 where it never was.
      clipped_steps: steps on which an optimizer clipped.
      skipped_steps: steps on which an optimizer skipped the update because its
        loss scale was too large. A non-finite gradient is not counted there.
      lost_rows: rows that were overwritten before they could be written.
    """

    steps: np.ndarray
    null: np.ndarray
    zero: np.ndarray
    nonfinite: np.ndarray
    first_step: np.ndarray
    last_step: np.ndarray
    clipped_steps: int
    skipped_steps: int
    lost_rows: int


def read_counters(
    recorded: Recorded, usable: Iterable[tags.Tag], layout: Layout
) -> tuple[list[LastMessage[Counters]], list[str]]:
    """What each session counted last, and a sentence for each message that cannot be used.

    Raises:
      UnknownSchemaVersionError: a newer version wrote one of them.
    """
    return read_last_messages(recorded, usable, layout, tags.COUNTERS, decoded_counters)


def totals(found: Iterable[LastMessage[Counters]], variables: int) -> Totals:
    """All sessions together, over the variables of the run."""
    return _added_up([(last.columns, last.message) for last in found], variables)


def _added_up(found: list[tuple[np.ndarray, Counters]], variables: int) -> Totals:
    counts = {name: np.zeros(variables, np.int64) for name in ("steps", *_SICK)}
    first = np.full(variables, np.iinfo(np.int64).max)
    last = np.full(variables, np.iinfo(np.int64).min)
    for columns, counters in found:
        counts["steps"][columns] += counters.steps
        for index, of_variable in counters.variables.items():
            column = columns[index]
            for name in _SICK:
                counts[name][column] += getattr(of_variable, name)
            first[column] = min(first[column], of_variable.first_step)
            last[column] = max(last[column], of_variable.last_step)
    ever = first <= last
    return Totals(
        **counts,
        first_step=np.where(ever, first, -1),
        last_step=np.where(ever, last, -1),
        clipped_steps=sum(counters.clipped_steps for _, counters in found),
        skipped_steps=sum(counters.skipped_steps for _, counters in found),
        lost_rows=sum(counters.lost_rows for _, counters in found),
    )


def decoded_counters(content: bytes, variables: int) -> Counters:
    """The counters.

    Raises:
      ValueError: they are none, or speak of more variables than the table has.
    """
    counters = encoding.decode_counters(content)
    beyond = [index for index in counters.variables if index >= variables]
    if beyond:
        raise ValueError(
            f"Counters must speak of the {variables} variables of their table. "
            f"Received: a count of variable {beyond[0]}"
        )
    return counters
