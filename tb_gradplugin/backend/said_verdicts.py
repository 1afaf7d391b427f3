"""What the rules said while training, and what of it the recorded rows can no longer show."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Iterable, Mapping

from tb_gradplugin.backend.findings import RecordedFinding
from tb_gradplugin.backend.history import LaterSessions
from tb_gradplugin.backend.last_messages import Recorded, read_last_messages
from tb_gradplugin.backend.tables import Layout
from tb_gradplugin.health.limits import Thresholds
from tb_gradplugin.health.meant import with_meant
from tb_gradplugin.messages.verdict_words import words_of
from tb_gradplugin.schema import tags
from tb_gradplugin.schema.records import Session
from tb_gradplugin.schema.verdict_encoding import decode_verdicts
from tb_gradplugin.schema.verdicts import Verdict, worst_first


@dataclasses.dataclass(frozen=True)
class RecordedVerdict:
    """A verdict that was said while training, in the console or to `on_unhealthy`.

    Attributes:
      step: the last one that was recorded when it was said.
      verdict: as it was said.
      last: as it was judged last in that session; None where it was taken back.
      thresholds: name -> value of all that was judged by.
      until: the step from which a later session went on; None where there is none.
      session: in which it was said; None where its announcement is lost.
    """

    step: int
    verdict: Verdict
    last: Verdict | None
    thresholds: Mapping[str, float]
    until: int | None = None
    session: Session | None = None


def read_said_verdicts(
    recorded: Recorded, usable: Iterable[tags.Tag], layout: Layout
) -> tuple[tuple[RecordedVerdict, ...], list[str]]:
    """What was said in a run, by session and step, and a sentence for each unusable message.

    What rests on steps that a later session lived anew is left out.

    Raises:
      UnknownSchemaVersionError: a newer version wrote one of the messages.
    """
    messages, notes = read_last_messages(recorded, usable, layout, tags.VERDICTS, decode_verdicts)
    messages.sort(key=lambda last: last.wall_time)
    later = LaterSessions(layout.sessions)
    sessions = {session.id: session for session in reversed(layout.sessions)}
    found = []
    for last in messages:
        until = later.first_step(last.wall_time)
        session = sessions.get(last.tag.part)
        for said in last.message.said:
            steps = (said.step, said.verdict.last_step, (said.last or said.verdict).last_step)
            if until is not None and max(steps) >= until:
                continue
            if all(map(_can_be_worded, filter(None, (said.verdict, said.last)))):
                found.append(
                    RecordedVerdict(
                        *(said.step, said.verdict, said.last, last.message.thresholds),
                        *(until, session),
                    )
                )
    return tuple(found), notes


def with_said(
    judged: Iterable[Verdict], said: Iterable[RecordedVerdict], thresholds: Thresholds
) -> list[Verdict]:
    """What is judged from the rows, and what was said and is not among it, worst first.

    TensorBoard passes on a sample of the rows, and a damaged file has lost some:
    what was said on the strength of the others still holds. What was taken back
    does not, nor what was judged by other thresholds, nor what a later session
    went on after: its own rows decide.

    Args:
      judged: from the rows that there are.
      said: see `read_said_verdicts`.
      thresholds: that `judged` rests on.
    """
    found = _Told(judged)
    applied = {one.name: thresholds[one] for one in thresholds.all}
    for one in said:
        is_same = all(applied.get(name, value) == value for name, value in one.thresholds.items())
        if one.last is None or one.until is not None or not is_same:
            continue
        found.add(one.last)
    return worst_first(found.verdicts)


def in_all(
    judged: Iterable[Verdict],
    said: Iterable[RecordedVerdict],
    findings: Iterable[RecordedFinding],
    thresholds: Thresholds,
) -> tuple[Verdict, ...]:
    """What is to be told of a run, worst first: by its rows, by what was said, and by the causes.

    Args:
      judged: from the rows that there are.
      said: see `read_said_verdicts`.
      findings: of the run; those that a later session went on without do not count.
      thresholds: that `judged` rests on.
    """
    lasting = [finding for finding in findings if finding.until is None]
    return tuple(with_meant(with_said(judged, said, thresholds), lasting))


class _Told:
    """Verdicts, none of which tells what another one does."""

    def __init__(self, verdicts: Iterable[Verdict]) -> None:
        """Takes the verdicts that are told in any case."""
        self.verdicts: list[Verdict] = []
        # By rule and by status: a log may say any number of them.
        self._variables: dict[tuple[str, str], set[str]] = {}
        self._keys: set[tuple[str, str]] = set()
        self._keys_without: set[tuple[str, str]] = set()
        for verdict in verdicts:
            self._take(verdict)

    def add(self, said: Verdict) -> None:
        """Takes one that was said, unless one that is here tells it already."""
        keys = self._keys_without if said.variables else self._keys
        of_same = (self._variables.get(name, ()) for name in _alike(said))
        if said.key in keys or not all(map(set(said.variables).isdisjoint, of_same)):
            return
        self._take(said)

    def _take(self, verdict: Verdict) -> None:
        self.verdicts.append(verdict)
        self._keys.add(verdict.key)
        if not verdict.variables:
            self._keys_without.add(verdict.key)
        for name in _alike(verdict):
            self._variables.setdefault(name, set()).update(verdict.variables)


def _alike(verdict: Verdict) -> list[tuple[str, str]]:
    """What two verdicts on a variable have in common where one tells what the other does."""
    names = [("rule", verdict.rule)]
    return names if verdict.status == "ok" else [*names, ("status", verdict.status)]


def _can_be_worded(verdict: Verdict) -> bool:
    """Whether its facts are those that the words of its rule speak of; a log may say anything."""
    numbers = (verdict.limit.value, *verdict.evidence.values())
    if not all(math.isfinite(number) for number in numbers if not isinstance(number, str)):
        return False
    try:
        words_of(verdict)
    except Exception:
        return False
    return verdict.measured in verdict.evidence
