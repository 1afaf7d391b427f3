"""GN102 and GN112: a variable that only decides what else is computed, or is only looked at."""

from __future__ import annotations

from tb_gradplugin.diagnosis import op_types
from tb_gradplugin.diagnosis.case import Case
from tb_gradplugin.diagnosis.causes import left_tensorflow, unused_in_loss
from tb_gradplugin.diagnosis.causes.facts import Claim, Facts, lines
from tb_gradplugin.diagnosis.program import Departure, Node


def claims(case: Case, places: list[int]) -> list[Claim]:
    """Variables that end in what no op of the loss takes: a truth value, or a Python number."""
    touched = [place for place in places if case.program.asked[place].value is not None]
    found = []
    for bits, nodes in unused_in_loss.ended(case, case.bits(touched)):
        facts = _facts(case, nodes)
        if facts is not None:
            claimed = tuple(place for place in touched if bits >> place & 1)
            found.append(Claim(facts, claimed, nodes[0]))
    return found


def _facts(case: Case, nodes: list[Node]) -> Facts | None:
    left = _departure(case, nodes)
    is_truth = all(_is_truth(case, node) for node in nodes)
    if left is not None and (is_truth or left.how != "bool"):
        # Of an `if` the other side may be meant for other steps; a number picks one of many.
        doubt = left.how != "bool" and case.any_gradient
        return Facts(
            "GN112",
            "likely" if doubt else "certain",
            lines(left.locations[:1], nodes[0].locations[:1]),
            {"how": left.how, "decides": "yes"},
            likely_meant="" if doubt else unused_in_loss.meant(case),
            perhaps_meant=unused_in_loss.meant(case) if doubt else "",
            op_type=nodes[0].op_type,
        )
    if not is_truth:
        return None
    return Facts(
        "GN102",
        locations=lines(nodes[0].locations[:1]),
        evidence={"only_decides": "yes"},
        likely_meant=unused_in_loss.meant(case),
    )


def _departure(case: Case, nodes: list[Node]) -> Departure | None:
    """The last departure of a whole number or truth value that ends, before the loss was made."""
    ends = {node.index for node in nodes}
    loss = None if case.program.loss is None else case.node_of(case.program.loss)
    last = len(case.program.nodes) if loss is None else loss.index
    return next(
        (
            departure
            for departure in reversed(case.program.departures)
            if departure.how != "shape"
            and departure.before_node <= last
            and not op_types.carries_gradient(case.program.values[departure.value].dtype)
            and not left_tensorflow.is_logged(departure)
            and (node := case.node_of(departure.value)) is not None
            and node.index in ends
        ),
        None,
    )


def _is_truth(case: Case, node: Node) -> bool:
    values = [case.program.values[value] for value in node.outputs]
    return len(values) == 1 and values[0].dtype == "bool" and values[0].shape == ()
