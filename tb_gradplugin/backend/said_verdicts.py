"""What the rules said while training, and what of it the recorded rows can no longer show."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping

from tb_gradplugin.backend.last_messages import Recorded, read_last_messages
from tb_gradplugin.backend.tables import Layout
from tb_gradplugin.health.limits import Thresholds
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
    found = []
    for last in messages:
        later = [s.initial_step for s in layout.sessions if s.start_wall_time > last.wall_time]
        until = min(later, default=None)
        session = next((s for s in layout.sessions if s.id == last.tag.part), None)
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
    found = list(judged)
    applied = {one.name: thresholds[one] for one in thresholds.all}
    for one in said:
        is_same = all(applied.get(name, value) == value for name, value in one.thresholds.items())
        if one.last is None or one.until is not None or not is_same:
            continue
        if not any(_tells_of(other, one.last) for other in found):
            found.append(one.last)
    return worst_first(found)


def _tells_of(verdict: Verdict, said: Verdict) -> bool:
    """Whether a verdict tells what was said, or the same of its variables in other words."""
    if verdict.key == said.key and not (verdict.variables and said.variables):
        return True
    same_state = verdict.status == said.status != "ok"
    if verdict.rule != said.rule and not same_state:
        return False
    return not set(verdict.variables).isdisjoint(said.variables)


def _can_be_worded(verdict: Verdict) -> bool:
    """Whether its facts are those that the words of its rule speak of; a log may say anything."""
    try:
        words_of(verdict)
    except Exception:
        return False
    return verdict.measured in verdict.evidence
