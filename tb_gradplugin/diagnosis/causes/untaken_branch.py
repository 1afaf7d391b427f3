"""GN115: a branch that was not taken, or a loop that made no trip."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from tb_gradplugin.diagnosis import ends, op_types
from tb_gradplugin.diagnosis.carried import carried
from tb_gradplugin.diagnosis.case import Case
from tb_gradplugin.diagnosis.causes.facts import MOST_LINES, Claim, Facts, begun_by, lines
from tb_gradplugin.diagnosis.edges import edges_of
from tb_gradplugin.diagnosis.program import Node, Program, Region
from tb_gradplugin.diagnosis.text import (
    elif_chains,
    left_out,
    not_passed,
    turns_left,
    turns_reading,
    unrun_beside_entries,
    unrun_blocks,
    unrun_entries,
)
from tb_gradplugin.diagnosis.ways import ways_from
from tb_gradplugin.schema.findings import Location


def claims(case: Case, places: list[int]) -> list[Claim]:
    """Variables that are used where the program did not come to, and there alone."""
    in_graph = _of_regions(case, places)
    claimed = {place for claim in in_graph for place in claim.places}
    return in_graph + _of_python(case, [place for place in places if place not in claimed])


def _of_python(case: Case, places: list[int]) -> list[Claim]:
    """Variables that, or what is computed from them, are read under one Python condition alone."""
    # By the line of the condition, and by how it kept results from being read.
    groups: dict[tuple[Location, str], list[int]] = {}
    computing: dict[tuple[Location, str], list[Location]] = {}
    in_entries: list[tuple[unrun_entries.Entries, list[int]]] = []
    beside: dict[Location, dict[str, None]] = {}
    ran = case.lines_run
    for place in places:
        line, kept = case.program.asked[place].condition, case.program.asked[place].kept
        # A loop that ran has used another part; what it goes over may choose.
        if line is None or left_out.made_a_trip(line, ran):
            continue
        # Where a cache is full, the branch that fills it is no cause.
        if kept is None or kept.value not in case.loss_sources:
            groups.setdefault((line, ""), []).append(place)
    touched = [place for place in places if case.program.asked[place].value is not None]
    for bits, nodes in ends.ended(case, case.bits(touched)):
        nodes = ends.telling(case, nodes)
        last = max(nodes, key=lambda node: (bool(node.locations), node.index))
        line, how = left_out.condition(last, case.program.nodes, ran), ""
        if line is None and (unread := _unread(nodes, case.program, ran)):
            line, made, how = unread
            computing.setdefault((line, how), []).append(made)
        group = [place for place in touched if bits >> place & 1]
        if line is not None:
            groups.setdefault((line, how), []).extend(group)
        elif entries := unrun_entries.reading(nodes, case.program.nodes, ran):
            in_entries.append((entries, group))
        elif lost := unrun_beside_entries.reading(nodes, case.program.nodes, ran):
            groups.setdefault((lost.line, ""), []).extend(group)
            computing.setdefault((lost.line, ""), []).append(lost.made)
            beside.setdefault(lost.line, {}).update(dict.fromkeys(lost.keys))
    return _of_entries(case, in_entries) + [
        _of_condition(
            case, line, how, group, computing.get((line, how), ()), () if how else beside.get(line)
        )
        for (line, how), group in groups.items()
    ]


def _of_condition(
    case: Case,
    line: Location,
    how: str,
    places: Sequence[int],
    made: Sequence[Location],
    beside: Collection[str] | None = None,
) -> Claim:
    """Variables, or what is computed from them on some lines, that stand under one condition."""
    call = None if how else not_passed.found(line, case.program.nodes)
    evidence = {"region": _kind(line), **_computed_in(made), **({"passed": how} if how else {})}
    evidence |= {"unread_entries": ", ".join(beside)} if beside else {}
    meant = _meant(_kind(line)) if case.any_gradient else ""
    where = lines((line,), made)
    if call is not None:
        evidence |= {**call.said, "asked_in": line.place}
        where = lines((call.line,), where)
    facts = Facts(
        "GN115",
        "likely",
        where[:MOST_LINES],
        evidence,
        # Who has the argument, and leaves it out, may well have forgotten it.
        likely_meant="" if call is not None else meant,
        perhaps_meant=meant if call is not None else "",
        op_type="",
    )
    return Claim(facts, tuple(sorted(places)))


def _unread(
    last: Sequence[Node], program: Program, ran: left_out.Ran
) -> tuple[Location, Location, str] | None:
    """The condition that kept results from being read, the line of these, and how it did so."""
    if passed := elif_chains.passed(last, ran):
        return passed.line, passed.made, "taken" if passed.is_taken else "branches"
    if found := unrun_blocks.reading(last, ran):
        return *found, ""
    if found := turns_left.leaving(last, program.nodes, ran):
        return *found, "turn"
    if found := turns_reading.kept_from(last, program, ran):
        return *found, "turns"
    return None


def _of_entries(
    case: Case, found: Sequence[tuple[unrun_entries.Entries, list[int]]]
) -> list[Claim]:
    """One claim for the entries of one object that one function would read."""
    told: list[tuple[list[unrun_entries.Entries], list[int]]] = []
    for entries, group in found:
        same = next((one for one in told if unrun_entries.joined([*one[0], entries])), None)
        if same is None:
            told.append(([entries], list(group)))
        else:
            same[0].append(entries)
            same[1].extend(group)
    claims = []
    for several, group in told:
        entries = unrun_entries.joined(several) or several[0]
        evidence: dict[str, int | str] = {
            "region": "if",
            "entries": ", ".join(entries.keys),
            "conditions": len(entries.conditions),
            **_computed_in([entries.made]),
        }
        facts = Facts(
            "GN115",
            "likely",
            begun_by(entries.conditions, [one.made for one in several]),
            evidence,
            likely_meant=_meant("if") if case.any_gradient else "",
            op_type="",
        )
        claims.append(Claim(facts, tuple(sorted(group))))
    return claims


def _computed_in(made: Sequence[Location]) -> dict[str, str]:
    return {"computed_in": made[0].place} if made else {}


def _kind(line: Location) -> str:
    return "while" if line.source.startswith(("for ", "while ", "async for ")) else "if"


def _of_regions(case: Case, places: list[int]) -> list[Claim]:
    """Variables that the loss depends on in a region of a graph that did not run."""
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
    # What only decides, such as on a branch inside of another, has no gradient anyway.
    held = ("resource", op_types.STATE)
    deciding = bytearray(
        dtype not in held and not op_types.carries_gradient(dtype) for dtype in edges.dtypes
    )
    behind = carried(sources, edges, within=depends, blocked=deciding)
    ran = _seen_to_run(program)
    groups: dict[tuple, tuple[int, Node, Region]] = {}
    branches: dict[tuple, dict[str, None]] = {}
    for node in program.nodes:
        outermost = _not_run(program, node, ran)
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
                likely_meant=_meant(region.kind) if case.any_gradient else "",
            )
            found.append(Claim(facts, claimed, node))
    return found


def _meant(kind: str) -> str:
    left_out = (
        "a loop may make no trip on purpose"
        if kind == "while"
        else "a branch may be left out on purpose"
    )
    return f"other variables receive a gradient, and {left_out}"


def _key(region: Region, index: int) -> tuple:
    line = region.locations[0] if region.locations else None
    return (region.kind, line.file, line.line) if line else (region.kind, index)


def _not_run(program: Program, node: Node, ran: Collection[int]) -> int | None:
    """The outermost region around the op that is not known to have run."""
    return next(
        (i for i in node.regions if not program.regions[i].ran and i not in ran),
        None,
    )


def _seen_to_run(program: Program) -> set[int]:
    """Regions without which a variable that has a gradient is never used."""
    handles = {
        asked.value
        for asked in program.asked
        if asked.value is not None and asked.status not in ("null", "zero")
    }
    around: dict[int, set[int]] = {}
    for node in program.nodes:
        for value in handles.intersection(node.inputs):
            regions = set(node.regions)
            around[value] = around.get(value, regions) & regions
    return set().union(*around.values())
