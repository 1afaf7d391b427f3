"""GN106: a tensor stands where a variable is meant."""

from __future__ import annotations

import re

from tb_gradplugin.diagnosis.case import Case
from tb_gradplugin.diagnosis.causes.facts import Claim, Facts, lines
from tb_gradplugin.diagnosis.program import Value

_REBOUND = re.compile(r"([A-Za-z_][\w.]*)\s*(?:[-+*/]=|=(?!=).*\b\1\b)")
"""A name that is computed from itself: `w = w - rate * g`."""


def claims(case: Case, places: list[int]) -> list[Claim]:
    """Tensors that took a variable's name, and variables whose name a tensor took."""
    found = []
    for place in places:
        claim = _of_tensor(case, place) or _of_variable(case, place)
        if claim is not None:
            found.append(claim)
    return found


def _of_tensor(case: Case, place: int) -> Claim | None:
    asked = case.program.asked[place]
    if asked.kind != "tensor":
        return None
    name = "" if asked.value is None else case.program.values[asked.value].name
    rebound = [
        line
        for line in asked.locations
        if (match := _REBOUND.match(line.source)) and name in ("", match[1])
    ]
    if rebound:
        evidence = {"tensor": name or rebound[0].source.split("=")[0].strip(" +-*/")}
        facts = Facts("GN106", locations=lines(rebound, asked.locations), evidence=evidence)
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
    facts = Facts("GN106", "likely", asked.locations, evidence, op_type="")
    return Claim(facts, (place,))


def _of_variable(case: Case, place: int) -> Claim | None:
    asked = case.program.asked[place]
    if asked.kind == "tensor" or asked.value is not None:
        return None
    own = asked.name.rpartition("/")[2]
    for index in case.loss_sources:
        value = case.program.values[index]
        if value.origin == "tensor" and value.name and _same(value, own, asked.shape, asked.dtype):
            user = next(node for node in case.program.nodes if index in node.inputs)
            facts = Facts(
                "GN106",
                "likely",
                lines(user.locations[:1], asked.locations[:1]),
                {"tensor": value.name},
                op_type="",
            )
            return Claim(facts, (place,), user)
    return None


def _same(value: Value, name: str, shape: tuple[int | None, ...], dtype: str) -> bool:
    return value.name.rpartition(".")[2] == name and value.shape == shape and value.dtype == dtype
