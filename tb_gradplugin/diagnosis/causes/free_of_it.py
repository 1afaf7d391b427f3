"""GN118: a derivative, of which the loss is made, that does not depend on a variable any more."""

from __future__ import annotations

from tb_gradplugin.diagnosis import ends, only_added, op_types
from tb_gradplugin.diagnosis.case import Case
from tb_gradplugin.diagnosis.causes import custom_gradient_none
from tb_gradplugin.diagnosis.causes.facts import Claim, Facts, in_other_steps, lines
from tb_gradplugin.diagnosis.inner_tape import InnerTape
from tb_gradplugin.diagnosis.program import Node
from tb_gradplugin.diagnosis.text import asking_calls
from tb_gradplugin.diagnosis.ways import ways_from

_HANDING_ON = op_types.VALUE_FREE | op_types.CONVERSIONS | {"ReadVariableOp", "Identity", "Reshape"}
"""Ops that do not compute with values."""


def claims(case: Case, places: list[int]) -> list[Claim]:
    """Variables all of whose ways end in what tapes inside of the loss differentiated."""
    if case.program.loss is None or not case.program.inner_tapes:
        return []
    touched = [place for place in places if case.program.asked[place].value is not None]
    found = []
    for bits, nodes in ends.ended(case, case.bits(touched)):
        # What a function with a gradient of its own computes ends in it, and is its own affair.
        outside = [node for node in nodes if "inside_custom_gradient" not in node.detail]
        tapes = [_tape_of(case, node) for node in outside]
        targets = [
            (node, tape)
            for node, tape in zip(outside, tapes, strict=True)
            if tape is not None and not set(tape.target).isdisjoint(node.outputs)
        ]
        if not targets or None in tapes:
            continue
        last, tape = targets[-1]
        claimed = tuple(place for place in touched if bits >> place & 1)
        custom = _custom_gradient(case, bits, tape)
        alone = custom is None and all(one is tape for one in tapes)
        linear = _first_of_linear(case, bits, tape) if alone else None
        if linear is not None:
            found.append(_of_linear(case, linear, tape, claimed))
            continue
        last = custom or last
        function = last.detail.get("function")
        # What a gradient function of the program's own computes is where it can be mended.
        first = custom_gradient_none.returned_at(last)[:1]
        asked_in = asking_calls.of(tape.locations).locations
        facts = Facts(
            "GN118",
            locations=lines(
                first, asked_in[:1], last.locations[:2], case.program.loss_locations[:1]
            ),
            evidence={"misuse": "inner_free", **({"function": function} if function else {})},
            likely_meant=only_added.why(case, bits, last) or in_other_steps(case),
            op_type=last.op_type,
        )
        found.append(Claim(facts, claimed, last))
    return found


def _first_of_linear(case: Case, bits: int, tape: InnerTape) -> Node | None:
    """The first op that computes with variables, where a tape's target is linear in them.

    That is certain where the derivative by each of these themselves depends on none of them.
    """
    given = dict(zip(tape.sources, tape.results, strict=False))
    asked = case.program.asked
    places = [place for place in range(len(asked)) if bits >> place & 1]
    results = [given.get(value) if (value := asked[p].value) is not None else None for p in places]
    if any(result is None or case.downstream.bits[result] & bits for result in results):
        return None
    behind = [ways_from(value, case.edges).depends for value in tape.target]
    return next(
        (
            node
            for node in case.program.nodes
            if node.op_type not in _HANDING_ON
            and node.locations
            and any(each[node.index] for each in behind)
            and any(case.downstream.bits[value] & bits for value in node.inputs)
        ),
        None,
    )


def _of_linear(case: Case, first: Node, tape: InnerTape, places: tuple[int, ...]) -> Claim:
    asked_in = asking_calls.of(tape.locations).locations
    facts = Facts(
        "GN118",
        locations=lines(first.locations[:1], asked_in, case.program.loss_locations[:1]),
        # By it the line is found that makes the layer.
        evidence={"misuse": "inner_straight", "hidden_frames": first.hidden_frames},
        likely_meant=in_other_steps(case),
        op_type=first.op_type,
    )
    return Claim(facts, places, first)


def _custom_gradient(case: Case, bits: int, tape: InnerTape) -> Node | None:
    """The first op with a gradient of the program's own between variables and a tape's target."""
    waiting, seen = list(tape.target), set(tape.target)
    found: list[Node] = []
    while waiting:
        value = waiting.pop()
        node = case.node_of(value) if case.downstream.bits[value] & bits else None
        if node is None:
            continue
        if custom_gradient_none.returned_at(node):
            found.append(node)
        waiting += {*node.inputs} - seen
        seen |= {*node.inputs}
    return min(found, key=lambda one: one.index, default=None)


def _is_beside(case: Case, node: Node, tape: InnerTape) -> bool:
    """Whether a tape computed an op by the way: the derivative by a variable not asked about."""
    made = [case.node_of(value) for value in tape.target]
    is_later = all(one is not None and one.index < node.index for one in made)
    return bool(node.locations) and node.locations == tape.locations and is_later


def _tape_of(case: Case, node: Node) -> InnerTape | None:
    """The tape that differentiated what an op made, and gave what the loss depends on."""
    for tape in case.program.inner_tapes:
        made = [case.node_of(value) for value in tape.results if value is not None]
        if not any(one is not None and case.ways.depends[one.index] for one in made):
            continue
        if not set(tape.target).isdisjoint(node.outputs) or _is_beside(case, node, tape):
            return tape
    return None
