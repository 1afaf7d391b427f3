"""A tape inside of the loss that gave `None`: GN105, GN119, or whatever ends its gradient."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from tb_gradplugin.diagnosis import cut_findings, lines_beside, op_types
from tb_gradplugin.diagnosis.carried import carried
from tb_gradplugin.diagnosis.case import Case
from tb_gradplugin.diagnosis.causes import left_tensorflow
from tb_gradplugin.diagnosis.causes.facts import Claim, Evidence, Facts, lines
from tb_gradplugin.diagnosis.inner_tape import InnerTape
from tb_gradplugin.diagnosis.program import Asked, Departure, Node
from tb_gradplugin.diagnosis.text import asking_calls
from tb_gradplugin.diagnosis.ways import Ways, ways_from
from tb_gradplugin.schema.findings import Finding, Location

_OF_ITS_OWN = ("severity_because", "hidden_frames")
"""Evidence that does not hold for another finding of the same cut."""


def facts(case: Case) -> Facts | None:
    """Why the first `None` of a tape inside of the loss came about."""
    for tape in case.program.inner_tapes:
        for source, result in zip(tape.sources, tape.results, strict=False):
            if result is None and tape.target:
                return _of(case, tape, source, _tapes_behind(case, tape))
    return _of_graph(case)


def claims(case: Case, places: list[int]) -> list[Claim]:
    """Variables that only count in targets of tapes which gave `None`, or zeros, for all."""
    if case.program.loss is None:
        return []
    found = []
    for tape in case.program.inner_tapes:
        if not tape.target or not tape.sources:
            continue
        facts = None
        behind = _tapes_behind(case, tape)
        if any(each is not None for each in tape.results):
            facts = _of_pieces(case, tape) if behind else None
            if facts is None:
                continue
        bits = 0
        for each in (tape, *behind):
            for value in each.target:
                bits |= case.downstream.bits[value]
        claimed = tuple(place for place in places if bits >> place & 1)
        places = [place for place in places if place not in claimed]
        if claimed:
            found.append(Claim(facts or _of(case, tape, tape.sources[0], behind), claimed))
    return found


def _of_pieces(case: Case, tape: InnerTape) -> Facts | None:
    """A second derivative, all zero because what was differentiated is made of straight pieces."""
    slopes = [None if value is None else case.piecewise_linear.get(value) for value in tape.results]
    first = next(iter(slopes), None)
    if first is None or None in slopes:
        return None
    evidence = {"misuse": "inner_pieces", "forward_op": first.op_type.removesuffix("Grad")}
    where = asking_calls.of(tape.locations).locations
    return Facts("GN118", "likely", lines(where), evidence, op_type=first.op_type)


def _of_graph(case: Case) -> Facts | None:
    """Why the first None of `tf.gradients` came about."""
    if not case.program.inner_graphs:
        return None
    inner = case.program.inner_graphs[0]
    within = Case(inner.program)
    asked_in = asking_calls.of(inner.locations).locations
    evidence: dict[str, float | int | str] = {"inner_source": within.program.asked[0].name}
    if case.program.exception:
        evidence["exception"] = case.program.exception
    found, _ = cut_findings.of_cuts(within, within.null)
    if not found:
        evidence["misuse"] = "inner_target"
        return Facts("GN119", "likely", lines(asked_in), evidence, op_type="")
    where = lines(found[0].locations[:1], asked_in)
    return _of_cut(found[0], where, evidence)


def _of_cut(cut: Finding, where: tuple[Location, ...], known: Evidence) -> Facts:
    of_cut = {key: each for key, each in cut.evidence.items() if key not in _OF_ITS_OWN}
    evidence = {**of_cut, **known, "misuse": "inner_cut"}
    return Facts(cut.code, "likely", where, evidence, op_type=cut.op_type)


def _of(case: Case, tape: InnerTape, source: int, behind: list[InnerTape]) -> Facts:
    ways = ways_from(tape.target[0], case.edges)
    value = case.program.values[source]
    # It may be made inside of the loss.
    is_variable = value.origin == "variable" or value.dtype == "resource"
    asking = asking_calls.of(tape.locations)
    name = _name(asking, tape, source, value.name)
    evidence = {"inner_source": name} if name else {}
    if tape.fills_with_zeros:
        evidence["inner_gave"] = "zeros"
    if case.program.exception:
        evidence["exception"] = case.program.exception
    if not is_variable and not op_types.carries_gradient(value.dtype):
        evidence["source_dtype"] = value.dtype
        return Facts("GN103", "certain", lines(asking.locations), evidence, op_type="")
    late = _made_after_closing(case, tape)
    if late is not None:
        evidence["misuse"] = "inner_closed"
        # Who is given the tape to ask it may compute the target as well.
        around = (*tape.locations[:1], *tape.opened_in[:1])
        locations = lines(
            lines_beside.of(late, around, tape.opened_in), asking.locations, tape.opened_in[:1]
        )
        return Facts("GN119", "certain", locations, evidence, op_type="")
    unseen = _unrecorded(case, tape, source, ways)
    if unseen is not None:
        evidence["misuse"], node, within = unseen
        locations = lines(lines_beside.of(node, within[:1], within), within[:1], asking.locations)
        return Facts("GN119", "certain", locations, evidence, op_type="")
    if ways.receives[source] and tape.reset_at_node is not None:
        evidence["misuse"] = "inner_reset"
        return Facts("GN119", "certain", lines(asking.locations), evidence, op_type="")
    if ways.receives[source] and source in tape.watched:
        evidence["misuse"] = "inner_late"
        watch = dict(zip(reversed(tape.watched), reversed(tape.watched_in), strict=False))
        locations = lines(watch.get(source, ())[:1], asking.locations)
        return Facts("GN119", "likely", locations, evidence, op_type="")
    if ways.receives[source] and not is_variable:
        evidence["tensor"] = name
        evidence["tape"] = "inner"
        # Where both stand in one function, the tape is opened right before.
        opened = tape.opened_in[:1] if asking.handed_on else ()
        if opened:
            evidence["opened_in"] = opened[0].place
        locations = lines(asking.locations[:1], opened, asking.locations)
        return Facts("GN105", "likely", locations, evidence, op_type="")
    if ways.receives[source]:
        evidence["misuse"] = "inner_closed"
        return Facts("GN119", "likely", lines(asking.locations), evidence, op_type="")
    left = _departure(case, tape, source, ways)
    if left is not None:
        evidence["how"] = left.how
        locations = lines(left.locations[:1], asking.locations)
        return Facts("GN112", "likely", locations, evidence, op_type="")
    cut = _cut(case, tape, source)
    if cut is not None:
        # Where an op of the forward pass leads, the tape that took its derivative comes next.
        own = cut.locations[: 2 if "forward_line" in cut.evidence else 1]
        return _of_cut(cut, lines(own, asking.locations), evidence)
    if _of_one_call(case, tape, source):
        evidence["misuse"] = "inner_function"
        return Facts("GN119", "certain", lines(asking.locations), evidence, op_type="")
    used = any(ways.depends[node.index] and source in node.inputs for node in case.program.nodes)
    first = next((one for one in behind if source in one.sources), None)
    if first is not None and not used:
        evidence["misuse"] = "inner_linear"
        return Facts(
            "GN118", "likely", lines(asking.locations, first.locations), evidence, op_type=""
        )
    evidence["misuse"] = "inner_cut" if used else "inner_target"
    others = [] if used else _tensors_behind(case, ways)
    if others:
        evidence["inner_uses"] = ", ".join(others[:2])
    code = "GN118" if used else "GN119"
    return Facts(code, "likely", lines(asking.locations), evidence, op_type="")


def _name(asking: asking_calls.Asking, tape: InnerTape, source: int, known: str) -> str:
    """What a source is called: on the line that decides, where others hand it on."""
    given = asking.source(tape.sources.index(source), len(tape.sources))
    return (given or known) if asking.handed_on else (known or given)


def _tapes_behind(case: Case, tape: InnerTape) -> list[InnerTape]:
    """Earlier tapes inside of the loss from whose gradients the target of one was computed."""
    before = case.program.inner_tapes[: case.program.inner_tapes.index(tape)]
    if not before:
        return []
    depends = [ways_from(value, case.edges).depends for value in tape.target]
    return [
        earlier
        for earlier in before
        for made in [[case.node_of(value) for value in earlier.results if value is not None]]
        if any(node is not None and behind[node.index] for node in made for behind in depends)
    ]


def _cut(case: Case, tape: InnerTape, source: int) -> Finding | None:
    """What ends the gradient between a target and a source, as if the target were the loss."""
    value = case.program.values[source]
    asked = Asked(
        name=value.name,
        kind="tensor",
        value=source,
        dtype=value.dtype,
        shape=value.shape or (),
        trainable=True,
        status="null",
    )
    tapes = case.program.inner_tapes
    before = tapes[: tapes.index(tape)]
    within = dataclasses.replace(
        case.program, loss=tape.target[0], asked=[asked], inner_tapes=before, exception=""
    )
    found, _ = cut_findings.of_cuts(Case(within), [0])
    return found[0] if found else None


def _departure(case: Case, tape: InnerTape, source: int, ways: Ways) -> Departure | None:
    """The last way out of TensorFlow of what depends on a source, before numbers come in."""
    entries = [
        node.index
        for node in case.program.nodes
        if ways.depends[node.index]
        and any(left_tensorflow.came_in(case, value) for value in node.inputs)
    ]
    if not entries and not left_tensorflow.came_in(case, tape.target[0]):
        return None
    behind = carried({source: 1}, case.edges)
    last = max(entries, default=len(case.program.nodes))
    return next(
        (
            departure
            for departure in reversed(case.program.departures)
            if departure.before_node <= last
            and 0 <= departure.value < len(case.program.values)
            and behind.bits[departure.value]
            and not left_tensorflow.is_logged(departure)
            and departure.how != "shape"
            and departure.in_custom_gradient is None
        ),
        None,
    )


def _tensors_behind(case: Case, ways: Ways) -> list[str]:
    """Names of tensors from outside that an inner target was computed from."""
    used = {
        edge.value
        for node, depends in enumerate(ways.depends)
        if depends
        for edge in case.edges.of_node[node]
    }
    return [
        value.name
        for value in case.program.values
        if value.index in used
        and value.origin == "tensor"
        and value.name
        and op_types.carries_gradient(value.dtype)
    ]


def _of_one_call(case: Case, tape: InnerTape, source: int) -> bool:
    """Whether source and target come from one call of a function, which is one op to a tape."""
    maker = case.node_of(source)
    if maker is None or maker.op_type != op_types.FUNCTION_CALL:
        return False
    return any(_depends_on_call(case, value, maker) for value in tape.target)


def _depends_on_call(case: Case, value: int, maker: Node) -> bool:
    return bool(ways_from(value, case.edges).depends[maker.index])


def _made_after_closing(case: Case, tape: InnerTape) -> Node | None:
    """The op that made a target of the tape when that was closed already."""
    if tape.closed_at_node is None:
        return None
    made = [case.node_of(value) for value in tape.target]
    return next((node for node in made if node and node.index >= tape.closed_at_node), None)


def _unrecorded(
    case: Case, tape: InnerTape, source: int, ways: Ways
) -> tuple[str, Node, Sequence[Location]] | None:
    """The op nearest to a source, on the way to the target, that ran when the tape did not record.

    Returns:
      How it came about, the op, and the lines of the `with` that it stands before or inside of.
    """
    index = ways.consumers.get(source)
    while index is not None:
        node = case.program.nodes[index]
        if tape.opened_at_node is not None and index < tape.opened_at_node:
            return "inner_before", node, tape.opened_in
        stopped = next((each for each in tape.stopped if index in each.ran), None)
        if stopped is not None:
            return "inner_stopped", node, stopped.locations
        index = ways.consumers.get(ways.exits[index])
    return None
