"""GN106: a tensor stands where a variable is meant."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Mapping

from tb_gradplugin.diagnosis import op_types
from tb_gradplugin.diagnosis.case import Case
from tb_gradplugin.diagnosis.causes.facts import Claim, Facts, lines
from tb_gradplugin.diagnosis.program import Node, Value
from tb_gradplugin.diagnosis.text import later_uses, rebinding, twins
from tb_gradplugin.schema.findings import Location

_KINDS = ("asked", "variable", "computed", "array", "handed_back", "in_loss", "from_itself")
"""Evidence that is told in words of its own."""


def claims(case: Case, places: list[int]) -> list[Claim]:
    """Tensors that took a variable's name, and variables whose name a tensor took."""
    found: list[Claim] = []
    taken: dict[int, int] = {}
    for place in places:
        claim = (
            _of_handed_back(case, place)
            or _of_tensor(case, place)
            or _of_variable(case, place, taken)
            or _of_own_tensor(case, place, taken)
        )
        if claim is not None:
            found.append(claim)
    claimed = {place for claim in found for place in claim.places}
    behind = {place: _behind(case, place, taken) for place in places if place not in claimed}
    return _joined([_with(claim, behind) for claim in found])


def _behind(case: Case, place: int, taken: Mapping[int, int]) -> int | None:
    """The variable in whose place there is a tensor that was computed from another one as well."""
    kept = case.program.asked[place].kept
    every = () if kept is None else (kept, *kept.others)
    return next((taken[one.value] for one in every if one.value in taken), None)


def _with(claim: Claim, behind: Mapping[int, int | None]) -> Claim:
    others = [place for place, first in behind.items() if first in claim.places]
    if not others:
        return claim
    facts = dataclasses.replace(claim.facts, evidence={**claim.facts.evidence, "computed": "yes"})
    places = tuple(sorted({*claim.places, *others}))
    return dataclasses.replace(claim, facts=facts, places=places)


def _joined(found: list[Claim]) -> list[Claim]:
    """Those of one function are one cause, and so are those that a file binds outside of any."""
    groups: dict[tuple, list[Claim]] = {}
    for claim in found:
        facts = claim.facts
        key: tuple = (len(groups),)
        if facts.locations:
            line = facts.locations[0]
            function = later_uses.function_at(line)
            at = function.lineno if function is not None else 0
            kinds = tuple(kind in facts.evidence for kind in _KINDS)
            kinds += (facts.evidence.get("handed_back") == "own",)
            key = (facts.certainty, kinds, line.file, at)
        groups.setdefault(key, []).append(claim)
    return [_one(group) if len(group) > 1 else group[0] for group in groups.values()]


def _one(group: list[Claim]) -> Claim:
    facts = group[0].facts
    given = sorted((claim.facts.locations or () for claim in group), key=lambda one: one[0].line)
    kind = "variable" if "variable" in facts.evidence else "tensor"
    names = dict.fromkeys(str(claim.facts.evidence[kind]) for claim in group)
    names.pop("", None)
    facts = dataclasses.replace(
        facts,
        locations=lines(*(one[:1] for one in given), *(one[1:] for one in given)),
        evidence={**facts.evidence, kind: ", ".join(names)},
    )
    places = tuple(place for claim in group for place in claim.places)
    return dataclasses.replace(group[0], facts=facts, places=places)


def _of_tensor(case: Case, place: int) -> Claim | None:
    asked = case.program.asked[place]
    if asked.kind != "tensor":
        return None
    name = "" if asked.value is None else case.program.values[asked.value].name
    user = case.first_user(asked.value)
    rebound = _rebound(user, name.partition("[")[0]) if user else []
    if user and rebound:
        where = lines(rebound, user.locations[:1])
        evidence = {"tensor": name.partition("[")[0], "asked": "tensor"}
        facts = Facts("GN106", locations=where, evidence=evidence, op_type="")
        return Claim(facts, (place,))
    if asked.value is not None and case.ways.receives[asked.value]:
        return None
    known = {asked.value for asked in case.program.asked}
    others = [value for value in case.loss_variables if value not in known]
    shapes = twins.shapes_of(case, others)
    fitting = [value for value in others if shapes.get(value) == asked.shape]
    if not fitting:
        return None
    evidence = {"variable": case.program.values[fitting[0]].name or "a variable of its shape"}
    named_at = (asked.in_source.location,) if asked.in_source is not None else ()
    where = lines(named_at, case.program.loss_locations[:1])
    facts = Facts("GN106", "likely", where, evidence, op_type="")
    return Claim(facts, (place,))


def _of_handed_back(case: Case, place: int) -> Claim | None:
    """What an assignment gave back is read in place of the variable."""
    asked = case.program.asked[place]
    if not asked.handed_back or asked.value is None or not case.ways.receives[asked.value]:
        return None
    user = case.first_user(asked.value)
    made = (asked.made,) if asked.made is not None else ()
    where = lines(made, user.locations[:1] if user is not None else ())
    evidence = {"handed_back": asked.handed_back, "tensor": asked.made_name}
    if made:
        evidence["first_line"] = "made"
    facts = Facts("GN106", locations=where, evidence=evidence, op_type="")
    return Claim(facts, (place,))


def _of_variable(case: Case, place: int, taken: dict[int, int]) -> Claim | None:
    asked = case.program.asked[place]
    if asked.kind == "tensor" or asked.value is not None:
        return None
    if asked.replaced is not None:
        array = {"tensor": asked.replaced.name, "array": "yes"}
        where = lines((asked.replaced.location,), case.program.loss_locations[:1])
        return Claim(Facts("GN106", locations=where, evidence=array, op_type=""), (place,))
    if asked.replaced_in_loss is not None:
        put = {"tensor": asked.replaced_in_loss.name, "in_loss": "yes"}
        where = lines((asked.replaced_in_loss.location,), case.program.loss_locations[:1])
        return Claim(Facts("GN106", locations=where, evidence=put, op_type=""), (place,))
    names = rebinding.names_of(asked.name)
    kept = () if asked.kept is None else (asked.kept, *asked.kept.others)
    # Of two of one shape, each has its own.
    for index in sorted(case.loss_sources, key=lambda one: one in taken):
        value = case.program.values[index]
        if value.origin == "tensor" and value.name and _is_alike(value, asked.shape, asked.dtype):
            user = case.first_user(index)
            rebound = [] if user is None else _rebound(user, value.name)
            # What stands in a list has no name of its own to tell it by, nor has what got none.
            is_of_list = value.name.endswith("]")
            is_named = _last_name(value.name) in names or any(
                rebinding.is_made_for(line.file, value.name, asked.name) for line in rebound
            )
            if not is_named:
                is_unnamed = names[1].lower() == "variable" and index not in taken
                if not rebound or not (is_of_list or is_unnamed):
                    continue
            taken.setdefault(index, place)
            given = [] if rebound or user is None else _given(user, value.name)
            made = [one.location.line for one in kept if one.value == index]
            # Of copies that one line puts into a list, the name alone tells which is whose.
            is_copy = is_of_list and any(line.line in made for line in given)
            if not rebound and made and not is_copy:
                continue  # A line computes it from the variable, which has its own name still.
            facts = Facts(
                "GN106",
                "certain" if rebound and (is_named or is_of_list) else "likely",
                lines(rebound or given, user.locations[:1] if user is not None else ()),
                {"tensor": value.name, **({"computed": "yes"} if given else {})},
                op_type="",
            )
            return Claim(facts, (place,), user)
    return None


def _of_own_tensor(case: Case, place: int, taken: dict[int, int]) -> Claim | None:
    """Its object gave the attribute with it a tensor, of whatever shape, computed from itself."""
    asked = case.program.asked[place]
    if asked.kind == "tensor" or asked.value is not None:
        return None
    layers = [_layer(one.name) for one in case.program.asked]
    for index in case.loss_sources:
        value, user = case.program.values[index], case.first_user(index)
        owner = _layer(value.name.replace(".", "/"))
        # Of two layers of one class, the name of the layer tells which is whose.
        is_others = owner in layers and owner != layers[place]
        if user is None or index in taken or is_others or not _is_of_name(value, asked.name, user):
            continue
        rebound = _rebound(user, value.name)
        pairs = itertools.product(rebound, user.locations)
        if any(later_uses.is_of_same_class(*pair) for pair in pairs):
            taken[index] = place
            evidence = {"tensor": value.name, "from_itself": "yes"}
            where = lines(rebound, user.locations[:1])
            return Claim(Facts("GN106", locations=where, evidence=evidence, op_type=""), (place,))
    return None


def _is_of_name(value: Value, variable: str, user: Node) -> bool:
    """Whether an attribute that holds a tensor was made a variable of that name."""
    if value.origin != "tensor" or "." not in value.name or not user.locations:
        return False
    is_named = _last_name(value.name) in rebinding.names_of(variable)
    if not is_named and not rebinding.is_made_for(user.locations[0].file, value.name, variable):
        return False
    return op_types.carries_gradient(value.dtype)


def _layer(name: str) -> str:
    """The one before the last of the names that a slash parts; empty without."""
    return name.rpartition("/")[0].rpartition("/")[2]


def _rebound(user: Node, name: str) -> list[Location]:
    """The line that computes a variable's name from itself, in the file where it is used."""
    line = rebinding.line(user.locations[0].file, name) if user.locations else None
    return [] if line is None else [line]


def _given(user: Node, name: str) -> list[Location]:
    """The line that computes what an attribute holds, in the file where it is used."""
    line = rebinding.line_given(user.locations[0].file, name) if user.locations else None
    return [] if line is None else [line]


def _is_alike(value: Value, shape: tuple[int | None, ...] | None, dtype: str) -> bool:
    return value.shape == shape and value.dtype == dtype


def _last_name(name: str) -> str:
    """`kernel` of `self.kernel`, and of `weights['kernel']`."""
    return name.rpartition(".")[2].rpartition("[")[2].strip("]'\"")
