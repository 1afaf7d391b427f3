"""What the words of one rule consist of, and the parts of sentences that they share."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

from tb_gradplugin.messages import phrases
from tb_gradplugin.schema.verdicts import Verdict


@dataclasses.dataclass(frozen=True)
class RuleWording:
    """The words of one rule. Each is asked for one verdict.

    Attributes:
      what: the headline up to the numbers, without the full stop.
      why: one general sentence of mechanism.
      remedies: what to change, told apart by cause; two at most.
      note: why it may be meant, where the severity is a note.
    """

    what: Callable[[Verdict], str]
    why: Callable[[Verdict], str]
    remedies: Callable[[Verdict], tuple[str, ...]]
    note: str = ""


def number(verdict: Verdict, name: str) -> str:
    """One of the evidence, as a sentence has it."""
    return as_text(verdict.evidence.get(name, ""))


def as_text(value: float | int | str) -> str:
    """A number in at most three digits, a whole one in full."""
    if isinstance(value, float) and not value.is_integer():
        return f"{value:.3g}" if abs(value) >= 0.001 else f"{value:.1e}"
    if isinstance(value, (int, float)) and abs(value) < 1e9:
        return f"{int(value):,}"
    return f"{value:.1e}" if isinstance(value, (int, float)) else str(value)


def limit(verdict: Verdict) -> str:
    """The limit, to be put in brackets behind what was measured."""
    return f"limit {as_text(verdict.limit.value)}, {verdict.limit.name}"


def when(verdict: Verdict, always: str = "on every step") -> str:
    """How often, and from when to when.

    Args:
      verdict: whose steps are told.
      always: what is said where it is so on all of them.
    """
    first, last = f"{verdict.first_step:,}", f"{verdict.last_step:,}"
    span = f"step {first}" if first == last else f"from step {first} to step {last}"
    if verdict.steps >= verdict.of_steps:
        return f"{always} looked at, {span}"
    return f"on {verdict.steps:,} of {phrases.counted(verdict.of_steps, 'step')} looked at, {span}"


def subject(verdict: Verdict) -> str:
    """The variables by name, as a subject."""
    return phrases.names(verdict.variables)


def verb(verdict: Verdict, one: str, several: str) -> str:
    """The verb that fits the number of variables."""
    return one if len(verdict.variables) == 1 else several
