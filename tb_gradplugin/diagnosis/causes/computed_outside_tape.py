"""GN107: what the loss is made of was computed before the tape listened."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from tb_gradplugin.diagnosis import op_types
from tb_gradplugin.diagnosis.case import Case
from tb_gradplugin.diagnosis.causes.facts import Claim, Facts, lines
from tb_gradplugin.diagnosis.causes.stop_gradient import KEPT_FIXED
from tb_gradplugin.diagnosis.in_text import Kept, OwnStep
from tb_gradplugin.diagnosis.text import caches, taken_over, training_steps, twins
from tb_gradplugin.schema.findings import Location

_FUNCTIONS_OF_LOSS = 2
"""The one that is asked about, and the one that it calls for the loss."""


def claims(case: Case, places: list[int]) -> list[Claim]:
    """Variables that were not touched, while the loss rests on what was computed before."""
    used = set(_used(case, places))
    found = _kept(case, [place for place in places if place not in used])
    claimed = {place for claim in found for place in claim.places}
    left = [place for place in places if place not in claimed]
    return found + (_loss_itself(case, left) or _outside(case, left))


def of_used(case: Case, places: list[int]) -> list[Claim]:
    """Variables that are read for nothing, while the loss itself was made before the evaluation.

    What a loss is only computed from may well be made before, as targets are: then what is read
    and left out tells more.
    """
    kept = [one for place in _used(case, places) for one in _of_loss(case, place)]
    is_loss = any(one.value == case.program.loss for one in kept)
    return _kept(case, places) if is_loss and not case.any_gradient else []


def _used(case: Case, places: list[int]) -> list[int]:
    every = case.program.asked
    return [p for p in places if every[p].kind != "tensor" and every[p].value is not None]


def _loss_itself(case: Case, places: list[int]) -> list[Claim]:
    """The same, where a number that nothing is known of is all there is of the loss."""
    loss = case.program.loss
    if loss is None or not _used(case, places) or loss not in outside_tensors(case):
        return []
    value = case.program.values[loss]
    if not value.name or value.shape != ():
        return []
    evidence = {"tensor": value.name, "is_loss": "yes"}
    facts = Facts("GN107", "likely", case.program.loss_locations[:1], evidence, op_type="")
    every = case.program.asked
    return [Claim(facts, tuple(p for p in places if every[p].kind != "tensor"))]


class _Group(NamedTuple):
    """What the variables of one claim have in common.

    Attributes:
      file: in which what the loss rests on is kept.
      within: the function that keeps it, or the line where that stands in none.
      is_fixed: whether the program says that they are not to learn.
      step: what trains them instead; None where nothing is seen to.
    """

    file: str
    within: str | int
    is_fixed: bool
    step: OwnStep | None


def _kept(case: Case, places: list[int]) -> list[Claim]:
    """Variables of which the program is seen to compute such a tensor."""
    groups: dict[tuple[object, ...], tuple[_Group, dict[int, list[Kept]]]] = {}
    untouched = [place for place in places if case.program.asked[place].value is None]
    # Where the loss is computed with a copy of all of them, that is what it is about: numbers of
    # theirs beside it, such as those that the copy is to stay near to, are meant to stay.
    are_copied = twins.are_copied(case, untouched)
    for place in places:
        kept = _of_loss(case, place)
        if are_copied and kept and case.program.values[kept[0].value].origin == "constant":
            continue
        if kept:
            where = kept[0].location
            is_fixed = not kept[0].is_hidden and is_said_to_be_fixed(case, [place])
            step = None if is_fixed else _own_step(case, place, kept[0])
            # A function keeps what belongs together; a script does many things.
            within = where.line if where.function == "<module>" else where.function
            group = _Group(where.file, within, is_fixed, step)
            # Of several steps, the first is told of.
            key = (*group[:-1], _trained_by(step))
            groups.setdefault(key, (group, {}))[1][place] = kept
    return [_claim(case, *group) for group in groups.values()]


def _claim(case: Case, group: _Group, kept: Mapping[int, Sequence[Kept]]) -> Claim:
    """One group of such variables, with what is kept of each."""
    first = next(iter(kept.values()))[0]
    made = {one.value: one for every in kept.values() for one in every}
    user = case.first_user(first.value)
    used = user.locations[:1] if user else ()
    if first.value == case.program.loss:
        used = case.program.loss_locations[:1]
    names = (case.program.values[value].name for value in made)
    tensors = ", ".join(filter(None, dict.fromkeys(names)))
    where, how = _told(first, used, list(made.values()))
    over = None if group.is_fixed or group.step is not None else _taken_over(case, first)
    if over is not None:
        value, taken = over
        where, how = lines((taken.line,), where), "taken_over"
        tensors, user = case.program.values[value].name, case.first_user(value)
    meant = _meant(group.step) if case.any_gradient else ""
    doubtful = group.step is None and not group.is_fixed
    facts = Facts(
        "GN107",
        "likely",
        where,
        {
            "kept": how,
            **({} if used else {"used": "no"}),
            **({"tensor": tensors} if tensors else {}),
            **({"key": over[1].key, "anew": over[1].anew} if over is not None else {}),
            **(_said(group.step) if meant and group.step is not None else {}),
        },
        likely_meant="" if doubtful else meant,
        perhaps_meant=meant if doubtful else "",
        op_type=user.op_type if user else "",
    )
    return Claim(facts, tuple(kept), user)


def _told(
    first: Kept, used: Sequence[Location], every: Sequence[Kept]
) -> tuple[tuple[Location, ...], str]:
    """The lines of what is kept, the most blameworthy first, and how it is kept, as evidence."""
    others = [one.lines for one in every]
    keeping = caches.keeping(first.location, used[0]) if used else None
    if keeping is not None and keeping.line != first.lines[0].line:
        # What is computed once is as it should be; that it is kept is what loses it.
        return lines((keeping,), used, first.lines, *others), "cached"
    return lines(first.lines, used, *others), "yes" if first.computed is None else "later"


def _taken_over(case: Case, first: Kept) -> tuple[int, taken_over.TakenOver] | None:
    """An entry that the loss puts beside one computed anew, and its value.

    It is of the container that what is kept lies in: what a function of many lines computes is
    not always seen to have the variables behind it.
    """
    values = case.program.values
    root = values[first.value].name.partition("[")[0]
    every = [one for one in case.loss_sources if values[one].name.partition("[")[0] == root]
    names = {values[one].name for one in every} if root else set()
    for one in every if len(names) > 1 else ():
        user = case.first_user(one)
        used = user.locations if user is not None else ()
        over = taken_over.found(values[one].name, used, names, case.lines_on_the_way)
        if over is not None and op_types.carries_gradient(values[one].dtype):
            return one, over
    return None


def _meant(step: OwnStep | None) -> str:
    """Why what is kept may be meant to stay, where other variables receive a gradient."""
    if step is None:
        return (
            "other variables receive a gradient, and values computed before may be fixed on purpose"
        )
    return f"other variables receive a gradient, and these {_trained_by(step)}"


def _of_loss(case: Case, place: int) -> list[Kept]:
    """What the loss rests on of a variable, computed in one function: first what comes first."""
    kept = case.program.asked[place].kept
    every = [] if kept is None else [kept, *kept.others]
    used = [one for one in every if not one.is_variable and one.value in case.loss_sources]
    # A first name tells more of how a tensor came about than one that it was handed on under.
    used.sort(key=lambda one: one.is_handed_on)
    if used and used[0].is_hidden:
        return used[:1]
    same = [
        one
        for one in used
        if one.location.file == used[0].location.file
        and one.location.function == used[0].location.function
    ]
    return sorted(same, key=lambda one: (one.is_handed_on, one.location.line))


def _own_step(case: Case, place: int, kept: Kept) -> OwnStep | None:
    """What the program trains a variable by, other than this loss."""
    functions = _functions_of_loss(case, kept)
    for step in case.program.asked[place].own_steps:
        if not any(training_steps.computes(step.location, line) for line in functions):
            return step
    return None


def _functions_of_loss(case: Case, kept: Kept) -> list[Location]:
    """Lines of the loss, one of each function that other losses have nothing to do with.

    The innermost may well serve others too, unless it takes what was kept, or nothing but it lies
    between the loss and where that was asked about.
    """
    user = case.first_user(kept.value)
    used = {(one.file, one.function) for one in user.locations} if user else set()
    every = {(one.file, one.function): one for one in case.program.loss_locations[::-1]}
    found = list(every.items())[::-1]
    if len(found) > _FUNCTIONS_OF_LOSS and found[0][0] not in used:
        found = found[1:]
    return [line for _, line in found]


def _said(step: OwnStep) -> dict[str, str]:
    line = step.location.place
    loss = {"own_loss": step.loss} if step.loss else {}
    return {"own_step": line, **loss, **({"own_copy": "yes"} if step.is_copy else {})}


def _trained_by(step: OwnStep | None) -> str:
    """What becomes of variables in another step; empty without one."""
    if step is None:
        return ""
    if step.is_copy:
        return "are copied from others"
    return f"have a {'loss' if step.loss else 'step'} of their own"


def is_said_to_be_fixed(case: Case, places: list[int]) -> bool:
    """Whether the program says, by a setting or by a name, that a part is not to learn."""
    if any(case.program.asked[place].is_frozen for place in places):
        return True
    kept = case.program.asked[places[0]].kept
    said = [case.program.asked[place].name for place in places]
    if kept is not None:
        said += [text for line in kept.lines for text in (line.source, line.function)]
    return any(KEPT_FIXED.search(text) for text in said)


def _outside(case: Case, places: list[int]) -> list[Claim]:
    """Variables that were not touched, while the loss rests on tensors from outside alone."""
    untouched = tuple(
        place
        for place in places
        if case.program.asked[place].value is None and case.program.asked[place].kind != "tensor"
    )
    outside = outside_tensors(case) if untouched else []
    if case.loss_variables:
        # Every model reads tensors from outside; one of the variable's own size tells more.
        if case.any_gradient or twins.twins(case, untouched):
            return []
        outside = [i for i in outside if _is_like(case, i, untouched)]
    if not outside:
        return []
    users = [node for node in case.program.nodes if set(outside) & set(node.inputs)]
    used = users[0].locations[:1] if users else case.program.loss_locations[:1]
    every = (case.program.values[index].name for index in outside)
    names = [name for name in dict.fromkeys(every) if name]
    evidence = {"tensor": ", ".join(names)} if names else {}
    if case.loss_variables:
        evidence["of_its_shape"] = "yes"
    facts = Facts(
        "GN107",
        "likely",
        lines(used, case.program.loss_locations[:1]),
        evidence,
        op_type=users[0].op_type if users else "",
    )
    return [Claim(facts, untouched, users[0] if users else None)]


def _is_like(case: Case, index: int, places: tuple[int, ...]) -> bool:
    value = case.program.values[index]
    shapes = {case.program.asked[place].shape for place in places}
    return bool(value.name) and value.shape != () and shapes == {value.shape}


def outside_tensors(case: Case) -> list[int]:
    """Tensors of floats from before the evaluation that the loss depends on; not mere data.

    Nor what all variables that no op has read were made of, since that was there before them.
    """
    untouched = [one for one in case.program.asked if one.value is None and one.kind != "tensor"]
    older = [{each.value for each in one.made_of} for one in untouched]
    before_all = set.intersection(*older) if older else set()
    return [
        index
        for index in case.loss_sources
        if index not in before_all
        and case.program.values[index].origin == "tensor"
        and not case.program.values[index].of_data
        and op_types.carries_gradient(case.program.values[index].dtype)
        # TensorFlow keeps tensors of plain numbers, which a program computed from nothing.
        and (case.program.values[index].name or case.program.values[index].shape != ())
    ]
