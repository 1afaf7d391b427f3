"""What the recorder wrote, read back from the event files."""

from __future__ import annotations

import dataclasses
import pathlib
from collections import Counter

import numpy as np
from tensorboard.backend.event_processing.event_file_loader import EventFileLoader
from tensorboard.util import tensor_util

from tb_gradplugin.health.status import statuses
from tb_gradplugin.schema import encoding, tags
from tb_gradplugin.schema.states import Status
from tb_gradplugin.schema.statistics import STATE


@dataclasses.dataclass(frozen=True)
class Reading:
    """One run.

    Attributes:
      variables: their names.
      statuses: uint8 [recorded steps, variables] of `Status`.
      l2_norms: float32 [recorded steps, variables], NaN where there is none.
    """

    variables: tuple[str, ...]
    statuses: np.ndarray
    l2_norms: np.ndarray


def read(run_folder: pathlib.Path) -> Reading:
    """Reads the one event file of a run whose variables never changed."""
    (path,) = run_folder.glob("events.out.tfevents.*")
    variables: tuple[str, ...] = ()
    vectors: dict[str, list[np.ndarray]] = {STATE: [], "l2_norm": []}
    for event in EventFileLoader(str(path)).Load():
        for value in event.summary.value:
            tag = tags.parse(value.tag)
            if tag is None:
                continue
            if tag.kind == tags.VARIABLES:
                table, _ = encoding.decode_table(value.tensor.string_val[0])
                variables = tuple(variable.name for variable in table.variables)
            elif tag.kind in vectors:
                vectors[tag.kind].append(tensor_util.make_ndarray(value.tensor))
    states, norms = np.stack(vectors[STATE]), np.stack(vectors["l2_norm"])
    return Reading(variables, statuses(states, norms), norms)


def is_ok(reading: Reading) -> bool:
    """Whether no gradient was ever anything but ok."""
    return bool((reading.statuses == Status.OK).all())


def in_words(reading: Reading) -> str:
    """What is worst about a run, in half a line."""
    steps, variables = reading.statuses.shape
    worst = Counter(reading.statuses.max(axis=0).tolist())
    if worst[Status.NULL]:
        return f"{worst[Status.NULL]} of {variables} gradients are null"
    if worst[Status.NONFINITE]:
        hit = (reading.statuses == Status.NONFINITE).any(axis=1).sum()
        return f"non-finite on {hit} of {steps} recorded steps"
    if worst[Status.ZERO]:
        hit = (reading.statuses == Status.ZERO).any(axis=1).sum()
        return f"{worst[Status.ZERO]} of {variables} gradients zero on {hit} of {steps} steps"
    if worst[Status.VANISHING]:
        smallest = np.nanmin(reading.l2_norms)
        return f"{worst[Status.VANISHING]} of {variables} gradients vanish, down to {smallest:.0e}"
    if is_ok(reading):
        return f"all {variables} gradients are ok"
    return ", ".join(f"{count} {Status(code).name.lower()}" for code, count in worst.items())
