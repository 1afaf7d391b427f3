"""Variables whose results go under one name, as into one list, which nothing reads."""

from __future__ import annotations

import dataclasses
from collections.abc import Hashable, Sequence

from tb_gradplugin.diagnosis.causes.facts import MOST_LINES, Claim, lines

_NAMES = ("left_out", "left_beside", "left_behind")
"""Evidence of such a name."""


def joined(claims: Sequence[Claim]) -> list[Claim]:
    """The claims, those as one that tell of the same name and the same line which leaves it out."""
    groups: dict[Hashable, list[Claim]] = {}
    for place, claim in enumerate(claims):
        key = _key(claim)
        groups.setdefault(place if key is None else key, []).append(claim)
    return [_one(group) for group in groups.values()]


def _key(claim: Claim) -> tuple[Hashable, ...] | None:
    said, where = claim.facts.evidence, claim.facts.locations
    name = next((said[one] for one in _NAMES if one in said), None)
    return (name, where[0], said.get("computed_in")) if name is not None and where else None


def _one(group: Sequence[Claim]) -> Claim:
    # The last one is that of the op which ran last.
    told = max(group, key=lambda one: one.node.index if one.node is not None else -1)
    if len(group) == 1:
        return told
    where = lines(*(one.facts.locations or () for one in (told, *group)))[:MOST_LINES]
    places = tuple(sorted({place for one in group for place in one.places}))
    facts = dataclasses.replace(told.facts, locations=where)
    return dataclasses.replace(told, facts=facts, places=places)
