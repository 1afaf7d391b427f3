"""GN118: a derivative, of which the loss is made, that does not depend on a variable any more."""

from __future__ import annotations

from tb_gradplugin.diagnosis import ends, only_added
from tb_gradplugin.diagnosis.case import Case
from tb_gradplugin.diagnosis.causes import custom_gradient_none
from tb_gradplugin.diagnosis.causes.facts import Claim, Facts, in_other_steps, lines
from tb_gradplugin.diagnosis.program import InnerTape, Node


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
        last, tape = (outside[-1], tapes[-1]) if outside else (None, None)
        if last is None or tape is None or None in tapes:
            continue
        claimed = tuple(place for place in touched if bits >> place & 1)
        last = _custom_gradient(case, bits, tape) or last
        function = last.detail.get("function")
        # What a gradient function of the program's own computes is where it can be mended.
        first = custom_gradient_none.returned_at(last)[:1]
        facts = Facts(
            "GN118",
            locations=lines(
                first, tape.locations[:1], last.locations[:2], case.program.loss_locations[:1]
            ),
            evidence={"misuse": "inner_free", **({"function": function} if function else {})},
            likely_meant=only_added.why(case, bits, last) or in_other_steps(case),
            op_type=last.op_type,
        )
        found.append(Claim(facts, claimed, last))
    return found


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


def _tape_of(case: Case, node: Node) -> InnerTape | None:
    """The tape that differentiated what an op made, and gave what the loss depends on."""
    for tape in case.program.inner_tapes:
        if not set(tape.target).isdisjoint(node.outputs):
            made = [case.node_of(value) for value in tape.results if value is not None]
            if any(one is not None and case.ways.depends[one.index] for one in made):
                return tape
    return None
