"""From one measured evaluation to the findings: why gradients that are there are sick."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Callable, Iterator

from tb_gradplugin.diagnosis import flow_sizes
from tb_gradplugin.diagnosis.flow_causes import (
    cause_not_found,
    facts,
    left_out_by_choice,
    table,
    untaken_branch,
    zero_initialisation,
)
from tb_gradplugin.diagnosis.flow_causes.facts import Blame
from tb_gradplugin.diagnosis.flows import flow_way
from tb_gradplugin.diagnosis.flows.flow import Flow
from tb_gradplugin.diagnosis.flows.flow_case import FlowCase
from tb_gradplugin.diagnosis.flows.flow_turns import NONFINITE, ZERO, Turn, Walks
from tb_gradplugin.diagnosis.program import Asked
from tb_gradplugin.schema.findings import SEVERITIES, Finding, Step, worst_first

SICK = ("nonfinite", "zero", "exploding", "vanishing")
"""Statuses that are explained, worst first."""

_OF_THE_VARIABLE = "GH211"
"""The only cause that depends on the variable itself, beside the op where its gradient turns."""


def sick_findings(flow: Flow) -> list[Finding]:
    """Explains every gradient that is zero, not finite, exploding or vanishing.

    Args:
      flow: one evaluation of the loss, measured.

    Returns:
      One finding per cause, worst first. Every variable with such a status is in one at least;
      without such a variable there is none.
    """
    case = FlowCase(flow)
    of_turns = _OfTurns(case)
    groups: dict[tuple, list[_Explained]] = {}
    for asked in case.program.asked:
        if asked.status in SICK:
            for explained in _explained(case, of_turns, asked):
                groups.setdefault(_key(explained.blame), []).append(explained)
    return worst_first([_finding(case, group) for group in groups.values()])


@dataclasses.dataclass(frozen=True)
class _Explained:
    """A cause, one variable that it explains, and the way from the loss to it."""

    blame: Blame
    asked: Asked
    path: Callable[[], tuple[Step, ...]] = tuple


def _explained(case: FlowCase, of_turns: _OfTurns, asked: Asked) -> list[_Explained]:
    found = list(of_turns.explained(asked)) or list(_of_size(case, asked))
    if not found:
        blame = untaken_branch.facts(case, asked) if asked.status == ZERO else None
        found = [_Explained(blame or cause_not_found.facts(case, asked), asked)]
    return _without_mere_notes(found)


class _OfTurns:
    """The causes of gradients that are zero or not finite: of each op where one turns, once."""

    def __init__(self, case: FlowCase):
        self._case, self._walks = case, Walks(case)
        self._blames: dict[tuple, Blame] = {}

    def explained(self, asked: Asked) -> Iterator[_Explained]:
        if asked.status not in (ZERO, NONFINITE) or asked.value not in self._case.flow.gradient:
            return
        seen = set()
        for turn in self._walks.turns(asked, asked.status):
            blame = self._blame(turn)
            key = _key(blame)
            if key not in seen:
                seen.add(key)
                path = functools.partial(self._path, turn, blame)
                yield _Explained(_with_turn(blame, turn), asked, path)

    def _blame(self, turn: Turn) -> Blame:
        key = (turn.kind, turn.node.index, turn.slot, turn.output)
        if key in self._blames:
            return self._blames[key]
        blame = _blame(turn)
        if blame.code != _OF_THE_VARIABLE:
            self._blames[key] = blame
        return blame

    def _path(self, turn: Turn, blame: Blame) -> tuple[Step, ...]:
        above = flow_way.way_to_loss(self._case, turn.output)
        nodes = [stretch.node.index for stretch in above]
        if blame.node is None or blame.node.index not in nodes:
            # Where a factor is to blame, the way leads through the op that it is a factor of.
            culprit = turn.node
        else:
            culprit = blame.node
        below = self._walks.below(turn)
        return flow_way.steps(self._case, above, culprit, below, turn.asked.name)


def _with_turn(blame: Blame, turn: Turn) -> Blame:
    """Names the op at which the gradient turns, where a value that it takes in is to blame."""
    if blame.node is None or blame.node is turn.node:
        return blame
    return dataclasses.replace(blame, evidence={**blame.evidence, "turned_at": turn.node.op_type})


def _blame(turn: Turn) -> Blame:
    if turn.kind == ZERO:
        trend = flow_sizes.decay_above(turn)
        if trend is not None:
            return trend
    origin = facts.spoilt(turn) if turn.kind == NONFINITE else facts.zero_factor(turn)
    causes = table.OF_KIND[turn.kind]
    found = next(found for cause in causes if (found := cause(turn, origin)) is not None)
    return left_out_by_choice.toned_down(turn, found) if turn.kind == ZERO else found


def _of_size(case: FlowCase, asked: Asked) -> Iterator[_Explained]:
    """The causes of a gradient that is too small or too large."""
    if asked.value is None or asked.status in (ZERO, NONFINITE):
        return
    way = flow_way.way_to_loss(case, asked.value)
    blame = flow_sizes.blame(case, asked, way)
    if blame is not None:
        yield _Explained(blame, asked, functools.partial(_path_of_size, case, asked, blame))


def _path_of_size(case: FlowCase, asked: Asked, blame: Blame) -> tuple[Step, ...]:
    assert asked.value is not None
    way = flow_way.way_to_loss(case, asked.value)
    return flow_way.steps(case, way, blame.node, (), asked.name)


def _without_mere_notes(found: list[_Explained]) -> list[_Explained]:
    """Leaves out what is harmless by itself where something else is not."""
    grave = [one for one in found if one.blame.severity != "note"]
    return grave or found


def _key(blame: Blame) -> tuple:
    """What makes two explanations one cause."""
    if blame.because_of:
        return (blame.code, blame.because_of)
    node = blame.node
    if node is None:
        return (blame.code, blame.op_type, blame.locations)
    line = (node.locations[0].file, node.locations[0].line) if node.locations else ()
    return (blame.code, node.op_type, node.layer, line or node.op_name)


def _finding(case: FlowCase, group: list[_Explained]) -> Finding:
    # What is worst of one of them is said of all.
    first = min(group, key=lambda one: SEVERITIES.index(one.blame.severity))
    blame, node = first.blame, first.blame.node
    names = {one.asked.name for one in group}
    statuses = {one.asked.status for one in group}
    asked = [asked for asked in case.program.asked if asked.name in names]
    evidence = {
        **blame.evidence,
        **zero_initialisation.together([one.blame for one in group]),
        **flow_sizes.beside_limit(case, asked),
    }
    locations = blame.locations
    if locations is None:
        locations = node.locations if node is not None else case.program.loss_locations
    if node is not None and node.hidden_frames and blame.locations is None:
        evidence["hidden_frames"] = node.hidden_frames
    op_type = blame.op_type if blame.op_type is not None else (node.op_type if node else "")
    return Finding(
        code=blame.code,
        status=next(status for status in SICK if status in statuses),
        severity=blame.severity,
        certainty=blame.certainty,
        variables=tuple(one.name for one in asked),
        op_type=op_type,
        op_name=node.op_name if node is not None and op_type else "",
        layer=node.layer if node is not None else None,
        locations=locations,
        path=first.path(),
        evidence=evidence,
        ruled_out=blame.ruled_out,
    )
