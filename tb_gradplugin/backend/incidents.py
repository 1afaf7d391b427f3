"""The first sick step of each session."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence

import numpy as np

from tb_gradplugin.backend.last_messages import read_last_messages
from tb_gradplugin.backend.recorded_tags import RecordedTags
from tb_gradplugin.backend.tables import Layout
from tb_gradplugin.schema import encoding, tags
from tb_gradplugin.schema.records import Incident, Session


@dataclasses.dataclass(frozen=True, eq=False)
class RecordedIncident:
    """The first step of a session on which a gradient turned null, zero or non-finite.

    Attributes:
      session: in which it happened; None where its announcement is lost.
      step: that step.
      columns: int64 [variables of the session], places in `Log.variables`.
      variables: their names.
      states: uint8 [variables of the session] of `State`, on that step.
      norms: float32 [at most 64 steps, variables of the session], L2 norms of
        the steps up to `step` in the unit of the gradients; the last row is
        that of `step` itself. NaN or infinite where there is no finite one.
    """

    session: Session | None
    step: int
    columns: np.ndarray
    variables: tuple[str, ...]
    states: np.ndarray
    norms: np.ndarray


def read_incidents(
    recorded: RecordedTags, usable: Iterable[tags.Tag], layout: Layout
) -> tuple[tuple[RecordedIncident, ...], list[str]]:
    """The incidents of a run by start of their session and step, and a sentence for each unusable.

    Raises:
      UnknownSchemaVersionError: a newer version wrote one of them.
    """
    sessions = {session.id: session for session in layout.sessions}
    messages, notes = read_last_messages(recorded, usable, layout, tags.INCIDENT, _decoded)
    found = [
        RecordedIncident(
            session=sessions.get(last.tag.part),
            step=last.message.step,
            columns=last.columns,
            variables=tuple(layout.variables[column].name for column in last.columns),
            states=last.message.states,
            norms=last.message.norms,
        )
        for last in messages
    ]
    return tuple(sorted(found, key=_place_in_time)), notes


def _place_in_time(incident: RecordedIncident) -> tuple[float, int]:
    start = incident.session.start_wall_time if incident.session else float("-inf")
    return start, incident.step


def _decoded(content: bytes, variables: Sequence[str]) -> Incident:
    """The incident.

    Raises:
      ValueError: it is none, or speaks of other variables than the table has.
    """
    incident = encoding.decode_incident(content)
    if len(incident.states) != len(variables):
        raise ValueError(
            f"An incident must speak of the {len(variables)} variables of its table. "
            f"Received: {len(incident.states)} states"
        )
    return incident
