"""GN106: a tensor stands where a variable is meant."""

from __future__ import annotations

import dataclasses
import linecache
import re

from tb_gradplugin.diagnosis.case import Case
from tb_gradplugin.diagnosis.causes.facts import Claim, Facts, lines
from tb_gradplugin.diagnosis.program import Node, Value
from tb_gradplugin.schema.findings import Location

_REBOUND = re.compile(r"([A-Za-z_][\w.]*)\s*(?:[-+*/]=|=(?!=).*\b\1\b)")
"""A name that is computed from itself: `w = w - rate * g`."""


def claims(case: Case, places: list[int]) -> list[Claim]:
    """Tensors that took a variable's name, and variables whose name a tensor took."""
    found = []
    for place in places:
        claim = _of_tensor(case, place) or _of_variable(case, place)
        if claim is not None:
            found.append(claim)
    return _joined(found)


def _joined(found: list[Claim]) -> list[Claim]:
    """Those of one line and one name are one cause."""
    groups: dict[tuple, Claim] = {}
    for claim in found:
        line = (claim.facts.locations or ())[:1]
        key = (line, str(claim.facts.evidence)) if line else (len(groups),)
        first = groups.get(key)
        places = (first.places if first else ()) + claim.places
        groups[key] = dataclasses.replace(first or claim, places=places)
    return list(groups.values())


def _of_tensor(case: Case, place: int) -> Claim | None:
    asked = case.program.asked[place]
    if asked.kind != "tensor":
        return None
    name = "" if asked.value is None else case.program.values[asked.value].name
    user = next((node for node in case.program.nodes if asked.value in node.inputs), None)
    rebound = _rebound_in_file(user, name.partition("[")[0]) if user else []
    if user and rebound:
        where = lines(rebound, user.locations[:1])
        evidence = {"tensor": name.partition("[")[0], "asked": "tensor"}
        facts = Facts("GN106", locations=where, evidence=evidence, op_type="")
        return Claim(facts, (place,))
    if asked.value is not None and case.ways.receives[asked.value]:
        return None
    known = {asked.value for asked in case.program.asked}
    twins = [
        value
        for value in case.loss_variables
        if value not in known and case.program.values[value].shape == asked.shape
    ]
    if not twins:
        return None
    evidence = {"variable": case.program.values[twins[0]].name or "a variable of its shape"}
    facts = Facts("GN106", "likely", (), evidence, op_type="")
    return Claim(facts, (place,))


def _rebound_in_file(user: Node, name: str) -> list[Location]:
    """The line that computes a variable's name from itself, in the file where it is used."""
    if not name.isidentifier() or not user.locations:
        return []
    file = user.locations[0].file
    source = linecache.getlines(file)
    if not any(re.match(rf"\s*{name}\s*=.*\bVariable\(", line) for line in source):
        return []
    return [
        Location(file, number, "", line.strip())
        for number, line in enumerate(source, 1)
        if (match := _REBOUND.match(line.strip()))
        and match[1] == name
        and not re.search(r"\bVariable\(", line)
    ][:1]


def _of_variable(case: Case, place: int) -> Claim | None:
    asked = case.program.asked[place]
    if asked.kind == "tensor" or asked.value is not None:
        return None
    own = asked.name.rpartition("/")[2]
    for index in case.loss_sources:
        value = case.program.values[index]
        if value.origin == "tensor" and value.name and _same(value, own, asked.shape, asked.dtype):
            user = next(node for node in case.program.nodes if index in node.inputs)
            rebound = _rebound_in_file(user, value.name)
            facts = Facts(
                "GN106",
                "certain" if rebound else "likely",
                lines(rebound, user.locations[:1]),
                {"tensor": value.name},
                op_type="",
            )
            return Claim(facts, (place,), user)
    return None


def _same(value: Value, name: str, shape: tuple[int | None, ...], dtype: str) -> bool:
    return value.name.rpartition(".")[2] == name and value.shape == shape and value.dtype == dtype
