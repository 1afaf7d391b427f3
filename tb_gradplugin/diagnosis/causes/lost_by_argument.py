"""Variables that one function loses together, which ignores several of its parameters."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence

from tb_gradplugin.diagnosis.case import Case
from tb_gradplugin.diagnosis.causes.facts import MOST_LINES, Claim, lines
from tb_gradplugin.diagnosis.text import ignored_attributes
from tb_gradplugin.schema.findings import Location

_TOLD_OTHERWISE = frozenset(
    {"renamed", "parts_read", "kept_in", "ignored_in_others", "in_its_place"}
)
"""What is said of a function that does not only ignore one parameter in one call."""


def joined(case: Case, claims: Sequence[Claim]) -> list[Claim]:
    """The claims, those as one whose results one call gives to a function that reads none of them.

    Args:
      case: the evaluation.
      claims: of which some tell the parameter by which a result was lost.
    """
    heads: list[Claim] = []
    for claim in claims:
        if _is_given(claim) and not any(_parameter(case, one, claim) for one in heads):
            heads.append(claim)
    behind: dict[int, list[tuple[Claim, str]]] = {}
    found: list[Claim] = []
    for claim in claims:
        others = () if any(claim is head for head in heads) else heads
        pairs = ((head, _parameter(case, head, claim)) for head in others)
        head, name = next((pair for pair in pairs if pair[1]), (claim, ""))
        if name:
            behind.setdefault(id(head), []).append((claim, name))
        else:
            found.append(claim)
    return [_with(one, behind.get(id(one), ())) for one in found]


def _with(claim: Claim, others: Sequence[tuple[Claim, str]]) -> Claim:
    own = str(claim.facts.evidence.get("argument", ""))
    names = [name for name in dict.fromkeys(name for _, name in others) if name != own]
    evidence = {**claim.facts.evidence, **({"ignored_as_well": ", ".join(names)} if names else {})}
    places = sorted({*claim.places, *(place for one, _ in others for place in one.places)})
    made = [line for one, _ in others if _is_given(one) for line in one.facts.locations or ()]
    where = lines(claim.facts.locations or (), made)[:MOST_LINES]
    facts = dataclasses.replace(claim.facts, evidence=evidence, locations=where)
    return dataclasses.replace(claim, facts=facts, places=tuple(places))


def _is_given(claim: Claim) -> bool:
    said = claim.facts.evidence.keys()
    return "argument" in said and _TOLD_OTHERWISE.isdisjoint(said) and bool(claim.facts.locations)


def _parameter(case: Case, head: Claim, other: Claim) -> str:
    """The parameter by which the call that one claim tells of gives what another one lost."""
    if _is_given(other):
        return str(other.facts.evidence["argument"]) if _call(head) == _call(other) else ""
    line, given = _lines(head)[0], _lines(head)[-1]
    if "given_in" not in head.facts.evidence:
        return ""
    attributes = ignored_attributes.beside(line, given)
    handles = [case.program.asked[place].value for place in other.places] if attributes else []
    names = [_read_as(case, handle, given, attributes) for handle in handles]
    return attributes[names[0]] if names and all(names) else ""


def _call(claim: Claim) -> tuple[object, ...]:
    """The function that a claim tells of, and the line that gives it a result if that is told."""
    said = claim.facts.evidence
    return (_lines(claim)[0], said.get("argument_of"), said.get("given_in"))


def _lines(claim: Claim) -> tuple[Location, ...]:
    return (claim.facts.locations or ())[:2]


def _read_as(case: Case, handle: int | None, given: Location, attributes: Mapping[str, str]) -> str:
    """The attribute by which a method of the object that gives some away reads a variable."""
    reading = case.users.get(handle, ()) if handle is not None else ()
    every = (line for node in reading for line in node.locations)
    return next(
        filter(None, (ignored_attributes.reads(one, given, attributes) for one in every)), ""
    )
