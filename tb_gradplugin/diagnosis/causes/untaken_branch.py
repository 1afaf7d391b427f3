"""GN115: a branch that was not taken, or a loop that made no trip."""

from __future__ import annotations

from tb_gradplugin.diagnosis.carried import carried
from tb_gradplugin.diagnosis.case import Case
from tb_gradplugin.diagnosis.causes.facts import Claim, Facts, lines
from tb_gradplugin.diagnosis.edges import edges_of
from tb_gradplugin.diagnosis.program import Node, Program, Region
from tb_gradplugin.diagnosis.ways import ways_from


def claims(case: Case, places: list[int]) -> list[Claim]:
    """Variables that the loss depends on in a region that did not run, and there alone."""
    program = case.untaken or (case.program if case.program.is_graph else None)
    if program is None or program.loss is None:
        return []
    by_name = {asked.name: asked.value for asked in program.asked}
    sources = {
        value: 1 << place
        for place in places
        if (value := by_name.get(case.program.asked[place].name)) is not None
    }
    edges = edges_of(program)
    depends = ways_from(program.loss, edges).depends
    behind = carried(sources, edges, within=depends)
    groups: dict[tuple, tuple[int, Node, Region]] = {}
    branches: dict[tuple, dict[str, None]] = {}
    for node in program.nodes:
        outermost = _not_run(program, node)
        if outermost is None or not depends[node.index]:
            continue
        bits = 0
        for edge in edges.of_node[node.index]:
            bits |= behind.bits[edge.value]
        if bits:
            region = program.regions[outermost]
            # All branches of one condition are one cause.
            key = _key(region, outermost)
            branches.setdefault(key, {})[region.branch] = None
            known, first, of_first = groups.get(key, (0, node, region))
            if first.op_type == "ReadVariableOp":
                first = node
            groups[key] = (known | bits, first, of_first)
    found = []
    left = case.bits(places)
    for key, (bits, node, region) in groups.items():
        claimed = tuple(place for place in places if bits & left & 1 << place)
        left &= ~bits
        if claimed:
            facts = Facts(
                "GN115",
                "certain" if region.ran is False else "likely",
                lines(region.locations[:1], node.locations[:1]),
                {"region": region.kind, "branch": ", ".join(branches[key])},
                likely_meant=_meant(region) if case.any_gradient else "",
            )
            found.append(Claim(facts, claimed, node))
    return found


def _meant(region: Region) -> str:
    left_out = (
        "a loop may be meant to make no trip"
        if region.kind == "while"
        else "a branch may be meant to be left out"
    )
    return f"other variables receive a gradient, and {left_out}"


def _key(region: Region, index: int) -> tuple:
    line = region.locations[0] if region.locations else None
    return (region.kind, line.file, line.line) if line else (region.kind, index)


def _not_run(program: Program, node: Node) -> int | None:
    """The outermost region around the op that is not known to have run."""
    return next((index for index in node.regions if not program.regions[index].ran), None)
