"""Why gradients were sick, as it was found out while training: the sessions of a run together."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from tb_gradplugin.backend.history import LaterSessions
from tb_gradplugin.backend.last_messages import LastMessage, Recorded, read_last_messages
from tb_gradplugin.backend.tables import Layout
from tb_gradplugin.messages.recorded_words import words_of
from tb_gradplugin.schema import codes, tags
from tb_gradplugin.schema.finding_encoding import decode_findings
from tb_gradplugin.schema.findings import SEVERITIES, Finding
from tb_gradplugin.schema.records import SeenFinding, Session

_RANKS = {severity: rank for rank, severity in enumerate(SEVERITIES)}
_RANK_OF_OTHERS = _RANKS["warning"]


@dataclasses.dataclass(frozen=True)
class RecordedFinding(Finding):
    """A finding, and when it was seen.

    Beside `str(finding)`, which is its text, it has all that a `Finding` has. A
    newer version may have written codes, statuses and severities that are not
    known here.

    Attributes:
      step: on which it was seen first.
      until: the step from which a later session went on and did not see it
        again; None where there is none.
      session: which saw it first; None where its announcement is lost.
      columns: places in `Log.variables` of those of `variables` that are there.
    """

    step: int = 0
    until: int | None = None
    session: Session | None = None
    columns: tuple[int, ...] = ()

    @property
    def name(self) -> str:
        """The name of the code; empty where it is not known here."""
        return codes.NAMES.get(self.code, "")

    def __str__(self) -> str:
        return words_of(self).text


def read_findings(
    recorded: Recorded, usable: Iterable[tags.Tag], layout: Layout
) -> tuple[tuple[RecordedFinding, ...], list[str]]:
    """The findings of a run, worst first, and a sentence for each message that cannot be used.

    What several sessions saw is one finding. What was seen on a step that a
    later session lived anew is none; what a later session that went on did not
    see again comes last.

    Raises:
      UnknownSchemaVersionError: a newer version wrote one of them.
    """
    messages, notes = read_last_messages(recorded, usable, layout, tags.FINDINGS, _decoded)
    messages.sort(key=lambda last: last.wall_time)
    later = LaterSessions(layout.sessions)
    sights: dict[object, list[_Sight]] = {}
    for last in messages:
        until = later.first_step(last.wall_time)
        for seen in last.message:
            # What a later session lives anew is what it sees itself.
            if until is None or seen.step < until:
                sights.setdefault(seen.cause, []).append(_Sight(last, seen, until))
    sessions = {session.id: session for session in reversed(layout.sessions)}
    column_of = {variable.name: column for column, variable in enumerate(layout.variables)}
    found = [_together(of_one_cause, sessions, column_of) for of_one_cause in sights.values()]
    return tuple(sorted(found, key=_place)), notes


class _Sight(NamedTuple):
    """One sight of a cause; `until` is the step from which a later session went on."""

    last: LastMessage
    seen: SeenFinding
    until: int | None


def _together(
    sights: list[_Sight], sessions: Mapping[str, Session], column_of: Mapping[str, int]
) -> RecordedFinding:
    """One finding of what was seen of a cause; the last sight tells the facts."""
    first = min(sights, key=lambda sight: sight.seen.step)
    finding = sights[-1].seen.finding
    return RecordedFinding(
        **{field.name: getattr(finding, field.name) for field in dataclasses.fields(finding)},
        step=first.seen.step,
        until=sights[-1].until,
        session=sessions.get(first.last.tag.part),
        columns=tuple(column_of[name] for name in finding.variables if name in column_of),
    )


def _place(finding: RecordedFinding) -> tuple[bool, int, int, str]:
    rank = _RANKS.get(finding.severity, _RANK_OF_OTHERS)
    return finding.until is not None, rank, -len(finding.variables), finding.code


def _decoded(content: bytes, variables: Sequence[str]) -> tuple[SeenFinding, ...]:
    """The findings; variables that the table lacks are no fault of theirs.

    Raises:
      ValueError: they are none.
    """
    del variables
    return decode_findings(content)
