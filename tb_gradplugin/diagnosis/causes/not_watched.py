"""GN105: a tensor that the tape was not told to watch."""

from __future__ import annotations

from tb_gradplugin.diagnosis.case import Case
from tb_gradplugin.diagnosis.causes.facts import Claim, Facts, begun_by, lines
from tb_gradplugin.diagnosis.program import Asked, Node
from tb_gradplugin.schema.findings import Location


def claims(case: Case, places: list[int]) -> list[Claim]:
    """Tensors to which the gradient would come, had the tape watched them: one cause for all."""
    found = tuple(place for place in places if _is_unwatched(case, case.program.asked[place]))
    if not found:
        return []
    asked = [case.program.asked[place] for place in found]
    users = [case.first_user(one.value) for one in asked]
    made = lines(*((one.made, *one.may_be_made) for one in asked if one.made is not None))
    is_either = any(one.may_be_made for one in asked)
    # Where the making of a tensor is not seen, its use tells most of it.
    used = [
        *(_line(user) for one, user in zip(asked, users, strict=True) if one.made is None),
        *map(_line, users),
    ]
    names = [_name(case, one) for one in asked]
    evidence: dict[str, float | int | str] = {}
    if all(names):
        evidence["tensor"] = ", ".join(dict.fromkeys(names))
    if made and all(one.made is not None for one in asked):
        evidence |= {"first_line": "made", "made_lines": len(made)}
        if is_either:
            evidence["made_by"] = "one of them"
    user = users[0]
    facts = Facts(
        "GN105",
        # Of the lines of which one made a single tensor, the reader has to see all.
        locations=lines(made, *used) if len(asked) == 1 else begun_by(made, lines(*used)),
        evidence=evidence,
        op_type=user.op_type if user else "",
    )
    return [Claim(facts, found, user)]


def _is_unwatched(case: Case, asked: Asked) -> bool:
    if asked.kind != "tensor" or asked.value is None:
        return False
    return bool(case.ways.receives[asked.value])


def _line(user: Node | None) -> tuple[Location, ...]:
    return user.locations[:1] if user is not None else ()


def _name(case: Case, asked: Asked) -> str:
    assert asked.value is not None
    return asked.made_name or case.program.values[asked.value].name
