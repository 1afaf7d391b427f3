"""GN102 and GN112: a variable that only decides what else is computed."""

from __future__ import annotations

from tb_gradplugin.diagnosis.case import Case
from tb_gradplugin.diagnosis.causes import unused_in_loss
from tb_gradplugin.diagnosis.causes.facts import Claim, Facts, lines
from tb_gradplugin.diagnosis.program import Node


def claims(case: Case, places: list[int]) -> list[Claim]:
    """Variables that end in truth values, which no op of the loss takes."""
    touched = [place for place in places if case.program.asked[place].value is not None]
    found = []
    for bits, nodes in unused_in_loss.ended(case, case.bits(touched)):
        if all(_is_truth(case, node) for node in nodes):
            claimed = tuple(place for place in touched if bits >> place & 1)
            found.append(Claim(_facts(case, nodes), claimed, nodes[0]))
    return found


def _is_truth(case: Case, node: Node) -> bool:
    values = [case.program.values[value] for value in node.outputs]
    return len(values) == 1 and values[0].dtype == "bool" and values[0].shape == ()


def _facts(case: Case, nodes: list[Node]) -> Facts:
    meant = unused_in_loss.meant(case)
    for departure in case.program.departures:
        if departure.how == "bool" and case.node_of(departure.value) in nodes:
            return Facts(
                "GN112",
                locations=lines(departure.locations[:1], nodes[0].locations[:1]),
                evidence={"how": "bool"},
                likely_meant=meant,
                op_type=nodes[0].op_type,
            )
    return Facts(
        "GN102",
        locations=lines(nodes[0].locations[:1]),
        evidence={"only_decides": "yes"},
        likely_meant=meant,
    )
