"""Why gradients were sick, as it was found out while training: the sessions of a run together."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence

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
    sights: dict[object, list[tuple[LastMessage, SeenFinding]]] = {}
    for last in messages:
        for seen in last.message:
            if not any(_lives_anew(each, last, seen) for each in layout.sessions):
                sights.setdefault(seen.cause, []).append((last, seen))
    found = [_together(of_one_cause, layout) for of_one_cause in sights.values()]
    return tuple(sorted(found, key=_place)), notes


def _lives_anew(session: Session, last: LastMessage, seen: SeenFinding) -> bool:
    return last.wall_time < session.start_wall_time and seen.step >= session.initial_step


def _together(sights: list[tuple[LastMessage, SeenFinding]], layout: Layout) -> RecordedFinding:
    """One finding of what was seen of a cause; the last sight tells the facts."""
    first, seen_first = min(sights, key=lambda sight: sight[1].step)
    last, seen_last = sights[-1]
    finding = seen_last.finding
    went_on = [s.initial_step for s in layout.sessions if s.start_wall_time > last.wall_time]
    column_of = {variable.name: column for column, variable in enumerate(layout.variables)}
    return RecordedFinding(
        **{field.name: getattr(finding, field.name) for field in dataclasses.fields(finding)},
        step=seen_first.step,
        until=min(went_on, default=None),
        session=next((s for s in layout.sessions if s.id == first.tag.part), None),
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
