"""GN108: what was made the initial value of a new variable."""

from __future__ import annotations

from tb_gradplugin.diagnosis.case import Case
from tb_gradplugin.diagnosis.causes.computed_outside_tape import is_said_to_be_fixed
from tb_gradplugin.diagnosis.causes.facts import Claim, CutCase, Facts, lines
from tb_gradplugin.diagnosis.cuts import OF_STATE
from tb_gradplugin.diagnosis.program import Node
from tb_gradplugin.diagnosis.text import made_anew, rebinding, twins
from tb_gradplugin.schema.findings import Location


def facts(found: CutCase) -> Facts | None:
    """The value was stored in a variable that the evaluation itself made, as the first one."""
    if found.cut.kind != OF_STATE:
        return None
    maker = found.case.node_of(found.stored_in)
    if maker is None or not is_first_value(found.case, found.node):
        return None
    return Facts("GN108", locations=lines(found.node.locations, maker.locations), op_type="")


def is_first_value(case: Case, node: Node) -> bool:
    """Whether an op gives a variable that the evaluation itself made its first value."""
    if node.op_type != "AssignVariableOp":
        return False
    handle = node.inputs[0]
    maker = case.node_of(handle)
    if maker is None:
        return False
    later = case.program.nodes[maker.index + 1 :]
    return next(each.index for each in later if handle in each.inputs) == node.index


def claims(case: Case, places: list[int]) -> list[Claim]:
    """Variables of whose values the program made others beforehand, which the loss reads."""
    groups: dict[tuple[str, str, bool], list[int]] = {}
    for place in places:
        kept = case.program.asked[place].kept
        if kept is not None and kept.is_variable and kept.value in case.loss_sources:
            key = (kept.location.file, kept.location.function, kept.is_initializer)
            groups.setdefault(key, []).append(place)
    found = []
    for group in groups.values():
        every = [kept for place in group if (kept := case.program.asked[place].kept) is not None]
        user = case.first_user(every[0].value)
        wraps = lines([kept.location for kept in every])
        fixed = is_said_to_be_fixed(case, group)
        meant = "other variables receive a gradient, and a copy may be fixed on purpose"
        if not case.any_gradient:
            meant = ""
        facts = Facts(
            "GN108",
            "likely",
            lines(wraps, user.locations[:1] if user else ()),
            {
                "other": case.handle_name(every[0].value),
                **({"initializer": "yes"} if every[0].is_initializer else {}),
            },
            likely_meant=meant if fixed else "",
            perhaps_meant="" if fixed else meant,
            op_type="",
        )
        found.append(Claim(facts, tuple(group), user))
    return found


def of_itself(case: Case, places: list[int]) -> list[Claim]:
    """Variables whose name the loss gives a new one in each call, made of the one before it.

    What was asked about went into the first of them, in a call that is over.
    """
    made: dict[Location, list[int]] = {}
    for handle in case.loss_variables:
        maker = case.node_of(handle)
        line = made_anew.line(maker.locations) if maker is not None else None
        if line is not None and made_anew.made_of_itself(line):
            made.setdefault(line, []).append(handle)
    left = [place for place in places if case.program.asked[place].value is None]
    found = []
    for line, handles in made.items():
        name = made_anew.made_of_itself(line)
        # Of those that merely have its name and shape, each new one has one before it.
        group = sorted(_before(case, left, handles, name)[: len(handles)])
        if not group:
            continue
        left = [place for place in left if place not in group]
        maker = case.node_of(handles[0])
        where = lines([line], maker.locations if maker is not None else ())
        evidence = {"other": case.handle_name(handles[0]), "made_anew": name}
        facts = Facts("GN108", locations=where, evidence=evidence, op_type="")
        found.append(Claim(facts, tuple(group), maker))
    return found


def _before(case: Case, places: list[int], handles: list[int], name: str) -> list[int]:
    """Places of variables that may have had a name before; those that are called so come first."""
    shapes = twins.shapes_of(case, handles)
    called = {rebinding.names_of(case.handle_name(handle))[1] for handle in handles} - {""}
    found: dict[int, bool] = {}
    for place in places:
        asked = case.program.asked[place]
        names = rebinding.names_of(asked.name)
        is_named = name.rpartition(".")[2] in names
        if asked.shape in shapes.values() and (is_named or names[1] in called):
            found[place] = is_named
    return sorted(found, key=lambda place: not found[place])
