"""Findings from cuts: which cut explains which variables, and which cuts are one cause."""

from __future__ import annotations

import dataclasses
import re

from tb_gradplugin.diagnosis import assigned_together, op_types, positions
from tb_gradplugin.diagnosis.assigned_together import Group
from tb_gradplugin.diagnosis.carried import Carried, carried
from tb_gradplugin.diagnosis.case import Case
from tb_gradplugin.diagnosis.causes import table
from tb_gradplugin.diagnosis.causes.facts import Claim, CutCase, Facts, is_asked_for, lines
from tb_gradplugin.diagnosis.cuts import Cut, Cuts, cuts_of
from tb_gradplugin.diagnosis.edges import edges_of
from tb_gradplugin.diagnosis.paths import next_cut, path_of
from tb_gradplugin.diagnosis.program import Node
from tb_gradplugin.diagnosis.triage import severity_of
from tb_gradplugin.schema.findings import Finding

_OF_A_CALL = frozenset({"GN101", "GN102", "GN103", "GN110", "GN117"})
"""Codes of which a function of TensorFlow or Keras may well have several ops inside of it."""

_OF_A_LINE = ("GN102", "GN103")
"""Codes of which one line may hold several ops; the first of them leads."""

_NUMBERED = re.compile(r"[_\d]+$|(?<=[a-z])_\d+(?=/)")


def of_cuts(case: Case, places: list[int]) -> tuple[list[Finding], list[int]]:
    """One finding per cause among the cuts, and the places that no cut explains."""
    if not places or case.program.loss is None:
        return [], places
    behind = carried(
        case.sources(places), case.edges, within=case.ways.depends, blocked=case.ways.receives
    )
    cuts = cuts_of(case.program, case.edges, case.ways, behind)
    explained = _without_selections(_without_positions(case, cuts.found))
    findings = _grouped(case, explained, cuts, behind)
    claimed = 0
    for cut in explained:
        claimed |= cut.variables
    return findings, [place for place in places if not claimed >> place & 1]


def of_insides(case: Case, places: list[int]) -> tuple[list[Finding], list[int]]:
    """The same for what the functions of custom gradients use on their own account."""
    if not places or all(_inside(node) is None for node in case.program.nodes):
        return [], places
    wider = Case(case.program, case.untaken)
    wider.edges = edges_of(case.program, inside=True)
    found, left = of_cuts(wider, places)
    return found, left


def finding_of(case: Case, claim: Claim) -> Finding:
    """The finding for a cause that stands for itself."""
    facts, node = claim.facts, claim.node
    locations = facts.locations
    if locations is None:
        locations = node.locations if node else case.program.loss_locations
    severity, why = severity_of(case, facts, claim.places)
    evidence = dict(facts.evidence)
    if why:
        evidence["severity_because"] = why
    if node is not None and node.hidden_frames and facts.locations is None:
        evidence["hidden_frames"] = node.hidden_frames
    op_type = facts.op_type if facts.op_type is not None else (node.op_type if node else "")
    names = tuple(case.program.asked[place].name for place in claim.places)
    return Finding(
        code=facts.code,
        status="null",
        severity=severity,
        certainty=facts.certainty,
        variables=names,
        op_type=op_type,
        op_name=node.op_name if node and op_type else "",
        layer=node.layer if node else None,
        locations=locations,
        path=claim.path,
        evidence=evidence,
        ruled_out=facts.ruled_out,
    )


def _without_positions(case: Case, cuts: list[Cut]) -> list[Cut]:
    """Leaves out, for each variable, where positions begin whose values are cut elsewhere."""
    beside = positions.beside_values(cuts, case.program, case.edges, case.ways)
    left = [(cut, cut.variables & ~beside.get(place, 0)) for place, cut in enumerate(cuts)]
    return [dataclasses.replace(cut, variables=bits) for cut, bits in left if bits]


def _without_selections(cuts: list[Cut]) -> list[Cut]:
    """Leaves out, for each variable, cuts that only pick or mask, unless there are no others."""
    others = 0
    for cut in cuts:
        if not cut.only_selects:
            others |= cut.variables
    kept = []
    for cut in cuts:
        bits = cut.variables & ~others if cut.only_selects else cut.variables
        if bits:
            kept.append(dataclasses.replace(cut, variables=bits))
    return kept


def _grouped(case: Case, explained: list[Cut], cuts: Cuts, behind: Carried) -> list[Finding]:
    groups: dict[tuple, Group] = {}
    nodes = case.program.nodes
    asked = [CutCase(case, cut, nodes[cut.node], nodes[cut.frontier]) for cut in explained]
    for found, facts in _but_in_bypassed([(each, _facts(each)) for each in asked]):
        cut, key = found.cut, _key(found, facts)
        first, first_facts, bits, times = groups.get(key, (cut, facts, 0, 0))
        if nodes[first.node].op_type in op_types.VALUE_FREE:
            # Of one call, an op that computes with the values tells more than one of their shape.
            first, first_facts, times = cut, facts, 0
        times += nodes[cut.node].op_type == nodes[first.node].op_type
        groups[key] = (first, first_facts, bits | cut.variables, times)
    result = []
    once = twice = 0
    together = assigned_together.joined(case, list(groups.values()))
    joined = _of_one_line(case, _joined(case, together))
    for _, _, bits, _ in joined:
        twice |= once & bits
        once |= bits
    for cut, facts, bits, times in joined:
        places = tuple(i for i in range(len(case.program.asked)) if bits >> i & 1)
        evidence = {**facts.evidence, **_next_cut(case, cut, behind, facts.code)}
        if bits & twice:
            evidence["other_cuts"] = "yes"
        if times > 1:
            evidence["times"] = times
        path = path_of(cut, cuts, case.edges, case.ways, behind, case.program, case.names)
        facts = dataclasses.replace(facts, evidence=evidence)
        result.append(finding_of(case, Claim(facts, places, nodes[cut.node], path)))
    # Of several ways, one that no other op ends is open as soon as this one is mended.
    return sorted(result, key=lambda each: {"other_cuts", "next_cut"} <= each.evidence.keys())


def _facts(found: CutCase) -> Facts:
    return next(facts for ask in table.OF_CUT if (facts := ask(found)) is not None)


def _but_in_bypassed(found: list[tuple[CutCase, Facts]]) -> list[tuple[CutCase, Facts]]:
    """Without the ops that a custom gradient leads past, where the program passes that by."""
    bypassed: dict[int | None, int] = {
        each.cut.node: each.cut.variables for each, facts in found if facts.code == "GN120"
    }
    return [
        (each, facts)
        for each, facts in found
        if each.cut.variables & ~bypassed.get(_inside(each.node), 0)
    ]


def _inside(node: Node) -> int | None:
    """Index of the op with a gradient of its own that an op is a part of."""
    index = node.detail.get("inside_custom_gradient")
    return index if isinstance(index, int) else None


def _joined(case: Case, groups: list[Group]) -> list[Group]:
    """One of those that one function of the program repeats on several lines."""
    found: dict[tuple, Group] = {}
    for number, (cut, facts, bits, times) in enumerate(groups):
        node = case.program.nodes[cut.node]
        place = node.locations[0] if node.locations else None
        key: tuple = (number,)
        if place is not None and facts.code in _OF_A_CALL:
            key = (facts.code, node.op_type, place.file, place.function, bits)
        if key not in found:
            found[key] = (cut, facts, bits, times)
            continue
        first, first_facts, _, first_times = found[key]
        known = first_facts.locations or case.program.nodes[first.node].locations
        if node.locations[0].line < known[0].line:
            first, known = cut, (*node.locations[:1], *known)
        where = lines(known, node.locations[:1])
        first_facts = dataclasses.replace(first_facts, locations=where)
        found[key] = (first, first_facts, bits, first_times + times)
    return list(found.values())


def _of_one_line(case: Case, groups: list[Group]) -> list[Group]:
    """One of those that a line holds for the same variables, such as a floor and a ceil.

    What a cast cuts on a line is told with another op of it, which chooses the numbers to cast.
    """
    nodes = case.program.nodes
    found: dict[tuple, list[Group]] = {}
    for number, group in enumerate(groups):
        cut, facts, bits, _ = group
        node = nodes[cut.node]
        line = node.locations[0] if node.locations and facts.code in _OF_A_LINE else None
        key = (number,) if line is None else (line.file, line.line, node.layer, bits)
        found.setdefault(key, []).append(group)
    joined = []
    for each in found.values():
        each.sort(key=lambda group: group[1].code)
        cut, facts, bits, times = each[0]
        others = dict.fromkeys(nodes[other[0].node].op_type for other in each[1:])
        others.pop(nodes[cut.node].op_type, None)
        if others:
            evidence = {"also": ", ".join(others), **facts.evidence}
            facts = dataclasses.replace(facts, evidence=evidence)
        joined.append((cut, facts, bits, times))
    return joined


def _next_cut(case: Case, cut: Cut, behind: Carried, code: str) -> dict[str, str]:
    """What would still end the gradient, were the cut repaired."""
    # TensorFlow stops recording while it makes a variable, as the program may do by itself.
    with_it: set[int] = set()
    if code in ("GN108", "GN119"):
        with_it = {node.index for node in case.program.nodes if node.detail.get("unrecorded")}
    elif code == "GN120":
        with_it = {node.index for node in case.program.nodes if _inside(node) == cut.node}
    index = next_cut(cut, case.edges, behind, with_it)
    if index is None:
        return {}
    node = case.program.nodes[index]
    found = {"next_cut": node.op_type}
    if node.locations:
        found["next_cut_line"] = node.locations[0].place
    return found


def _key(found: CutCase, facts: Facts) -> tuple:
    """What makes two cuts one cause: one call on one line, or one code and kind of op there."""
    node = found.node
    if facts.code == "GN114":
        return (facts.code, facts.evidence["metric"])
    line = (node.locations[0].file, node.locations[0].line) if node.locations else ()
    call = node.detail.get("call")
    if line and call and facts.code in _OF_A_CALL:
        if is_asked_for(node):
            return (line, call)
        if facts.code != "GN101":
            return (line, call, node.layer, found.cut.variables)
    if line and facts.evidence.get("how") == "tf.data":
        return (facts.code, "tf.data", line)  # a pipeline takes things in by several ops
    # Without a line, the name of the op without its number tells repeated calls apart.
    return (facts.code, node.op_type, line or (node.layer, _NUMBERED.sub("", node.op_name)))
