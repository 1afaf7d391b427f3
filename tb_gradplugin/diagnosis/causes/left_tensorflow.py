"""GN112: a value that was turned into a Python or NumPy value on its way to the loss."""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Sequence

from tb_gradplugin.diagnosis import ends, op_types
from tb_gradplugin.diagnosis.case import Case
from tb_gradplugin.diagnosis.causes import came_back, kept_apart, wrapped_in_new_variable
from tb_gradplugin.diagnosis.causes.facts import Claim, Evidence, Facts, lines
from tb_gradplugin.diagnosis.program import Departure, Node
from tb_gradplugin.diagnosis.text import deciding, handed_on, later_uses, number_ways
from tb_gradplugin.schema.findings import Location

_LOGGED = re.compile(
    r"(?<!math\.)(?<!np\.)(?<!numpy\.)"
    r"\b(?:print|log|logging|logger|debug|info|warning|write|scalar)\b[\w.]*\("
    r"|\bf[\"']|\.format\("
)
"""Source of a line that shows a value to somebody and does not compute with it."""

_WRITTEN = re.compile(r"(?<![\w.])\d")
"""A number that stands in the program itself."""


def claims(case: Case, places: list[int]) -> list[Claim]:
    """Variables whose value left TensorFlow, while the loss rests on what came in afterwards."""
    found = came_back.claims(case, places)
    claimed = {place for claim in found for place in claim.places}
    return found + _claims(case, [place for place in places if place not in claimed])


def _claims(case: Case, places: list[int]) -> list[Claim]:
    if _is_of_nothing(case):
        return []
    entered = None if case.program.loss is None else _last_entry(case)
    if entered is None and case.program.loss is not None:
        return _unheard(case, places)
    computed = [d for d in case.program.departures if entered is None or not is_logged(d)]
    if entered is not None and case.any_gradient and not any(map(is_computed, _entries(case))):
        entries = entry_lines(case)
        computed = [d for d in computed if number_ways.leads(d.locations, entries)]
    chosen = _chosen(case, places, computed, entered)
    if entered is not None and _is_of_numbers_alone(case):
        # Even what looks like a log may be where the numbers of the loss come from.
        left = [place for place in places if place not in chosen]
        chosen |= _chosen(case, left, case.program.departures, entered)
    groups: dict[tuple[str, int], list[int]] = {}
    for place in sorted(chosen):
        first = chosen[place].locations[:1]
        groups.setdefault((first[0].file, first[0].line) if first else ("", 0), []).append(place)
    found = []
    for group in groups.values():
        departure = chosen[group[0]]
        node = case.node_of(departure.value)
        facts = Facts(
            "GN112",
            "likely" if entered is not None else "certain",
            lines(departure.locations[:1], computed_on(case)),
            evidence_of(case, departure),
            kept_apart.likely_meant(case, departure, group),
            op_type="",
        )
        found.append(Claim(facts, tuple(group), node))
    found += _unheard(case, [place for place in places if place not in chosen])
    if not found and case.program.loss is None and places:
        # A Python or NumPy value, of which nobody saw where it came from.
        kind = {"loss_kind": case.program.loss_kind}
        facts = Facts("GN112", "certain", case.program.loss_locations, kind, op_type="")
        return [Claim(facts, tuple(places))]
    return found


def _unheard(case: Case, places: list[int]) -> list[Claim]:
    """Of what is computed and used by no op, where a line of the program takes its numbers."""
    touched = [place for place in places if case.program.asked[place].value is not None]
    nodes = case.program.nodes if case.program.loss is not None else ()
    entries = lines(*(node.locations for node in nodes if _may_enter(case, node)))
    found = []
    for bits, ended in ends.ended(case, case.bits(touched)):
        for node in ended:
            handed = itertools.takewhile(handed_on.to_caller, node.locations)
            around = node.locations[: sum(1 for _ in handed) + 1]
            line = next(filter(None, map(later_uses.line_that_takes, around)), None)
            if line is None or not node.outputs or _LOGGED.search(line.source):
                continue
            # Beside a loss that hands out gradients, much is computed that is only looked at.
            if case.any_gradient and not number_ways.leads((line, *node.locations[1:]), entries):
                continue
            claimed = tuple(place for place in touched if bits >> place & 1)
            taken = Departure(node.outputs[0], "__array__", (line,), node.index + 1)
            facts = Facts(
                "GN112",
                "likely",
                lines((line,), computed_on(case)),
                evidence_of(case, taken),
                op_type="",
            )
            found.append(Claim(facts, claimed, node))
            break
    return found


def _chosen(
    case: Case, places: list[int], departures: Sequence[Departure], entered: int | None
) -> dict[int, Departure]:
    """A departure of what depends on each of `places`, up to the op `entered`.

    The first whose numbers are seen to go into the loss, unless it only tells which number the
    next one takes; or it has none with a fraction, as a mask, or is only compared or used as an
    index, and another that goes there has numbers that come back. Where none is, the last.
    """
    chosen: dict[int, Departure] = {}
    led: set[int] = set()
    weak: set[int] = set()
    entries = entry_lines(case)
    leads = functools.cache(lambda made: number_ways.leads(made, entries))
    picks = functools.cache(number_ways.picks)
    decides = functools.cache(deciding.only_decides)
    for departure in departures:
        if not 0 <= departure.value < len(case.program.values):
            continue
        if entered is not None and departure.before_node > entered:
            continue
        carries = op_types.carries_gradient(case.program.values[departure.value].dtype)
        if departure.in_function and not carries:
            continue
        # A shape tells of the numbers only where they decide on it.
        if departure.how == "shape" and departure.value not in case.edges.counted:
            continue
        dtype = case.program.values[_tensor_of(case, departure.value)].dtype
        may_carry = departure.how != "shape" and not op_types.is_whole(dtype)
        may_carry = may_carry and not any(map(decides, departure.locations[:1]))
        bits = case.downstream.bits[departure.value] & ~led_past(case, departure)
        behind = [
            place
            for place in places
            if bits >> place & 1
            and (
                place not in led
                or (may_carry and place in weak)
                or any(map(picks, chosen[place].locations[:1], departure.locations[:1]))
            )
        ]
        is_leading = bool(behind) and leads(departure.locations)
        chosen |= {place: departure for place in behind if is_leading or place not in led}
        if is_leading:
            led.update(behind)
            weak = weak.difference(behind) if may_carry else weak.union(behind)
    return chosen


def led_past(case: Case, departure: Departure) -> int:
    """Bits of what the gradient function of a `tf.custom_gradient` leads past a departure.

    What its function computes between arguments and results is nothing to the gradient.
    """
    if departure.in_custom_gradient is None:
        return 0
    node = case.program.nodes[departure.in_custom_gradient]
    bits = 0
    for value, passes in zip(node.inputs, node.passes or (), strict=False):
        bits |= case.downstream.bits[value] if passes else 0
    return bits


def _is_of_numbers_alone(case: Case) -> bool:
    """Whether the loss is made of neither a variable nor a tensor, but of Python's numbers."""
    values = case.program.values
    return not case.loss_variables and all(
        values[source].origin == "constant" for source in case.loss_sources
    )


def computed_on(case: Case) -> tuple[Location, ...]:
    """The line of the loss, unless only the function is known that it comes from."""
    return tuple(
        line
        for line in case.program.loss_locations[:1]
        if not line.source.startswith(("def ", "async def "))
    )


def evidence_of(case: Case, departure: Departure) -> Evidence:
    """What is known of what left."""
    value = case.program.values[_tensor_of(case, departure.value)]
    evidence: dict[str, str] = {"how": departure.how, "left_dtype": value.dtype}
    if value.shape is not None:
        evidence["left_shape"] = str(tuple(value.shape))
    if case.program.loss is None:
        evidence["loss_kind"] = case.program.loss_kind
    return evidence


def _tensor_of(case: Case, value: int) -> int:
    """The tensor that was read from a variable, where the variable itself was handed to NumPy."""
    if case.edges.dtypes[value] != "resource":
        return value
    reads = (one for one in case.users.get(value, ()) if one.op_type == "ReadVariableOp")
    return next((output for node in reads for output in node.outputs), value)


def entry_lines(case: Case) -> tuple[Location, ...]:
    """The lines on which Python or NumPy numbers come into the loss, and those that called them."""
    return lines(*(node.locations for node in _entries(case)))


def _last_entry(case: Case) -> int | None:
    """The youngest op by which a Python or NumPy number comes into the loss."""
    entered = [node.index for node in _entries(case)]
    loss = case.program.loss
    if loss is not None and case.program.values[loss].origin in ("constant", "tensor"):
        entered.append(len(case.program.nodes))
    return max(entered, default=None)


def _entries(case: Case) -> list[Node]:
    """The ops by which Python or NumPy numbers come into the loss."""
    if case.program.loss is None:
        return []
    return [
        node
        for node in case.program.nodes
        if case.ways.depends[node.index]
        and any(came_in(case, value) for value in node.inputs)
        and (is_computed(node) or not case.any_gradient or _is_first_of_what_left(case, node))
    ]


def _is_of_nothing(case: Case) -> bool:
    """Whether the loss sums up numbers of which there are none, such as those of an empty list.

    Which axes it goes along is told by whole numbers, of which it is not made.
    """
    if case.program.loss is None:
        return False
    values = [case.program.values[source] for source in case.loss_sources]
    numbers = [value for value in values if op_types.carries_gradient(value.dtype)]
    node = case.node_of(case.program.loss)
    inputs = [case.program.values[value] for value in node.inputs] if node is not None else []
    return (
        bool(numbers)
        and all(0 in (value.shape or ()) for value in numbers)
        and any(0 in (value.shape or ()) for value in inputs)
    )


def came_in(case: Case, value: int) -> bool:
    """Whether a value is a number that the program did not have before, by some name."""
    return case.program.values[value].origin == "constant" and not case.program.values[value].name


def _may_enter(case: Case, node: Node) -> bool:
    """Whether a number comes into the loss by an op, if only as an array beside written numbers."""
    return bool(case.ways.depends[node.index]) and any(
        came_in(case, value) and (is_computed(node) or case.program.values[value].shape != ())
        for value in node.inputs
    )


def _is_first_of_what_left(case: Case, node: Node) -> bool:
    """Whether a variable that the loss makes starts with numbers that are seen to leave for it.

    Whatever else is written on its line, the program makes it anew of these.
    """
    if not wrapped_in_new_variable.is_first_value(case, node):
        return False
    return any(
        departure.before_node <= node.index
        and departure.how != "shape"
        and number_ways.leads(departure.locations, node.locations)
        for departure in case.program.departures
    )


def is_computed(node: Node) -> bool:
    """Whether the number looks like one that the program computed.

    Every program has numbers of its own, and every library; beside a loss that does hand out
    gradients, those prove nothing.
    """
    source = node.locations[0].source if node.locations else ""
    return node.hidden_frames <= op_types.FRAMES_OF_A_CALL and not _WRITTEN.search(source)


def is_logged(departure: Departure) -> bool:
    """Whether a value seems to leave only to be shown to somebody."""
    if departure.how == "format" or number_ways.is_only_kept(departure.locations):
        return True
    return any(_LOGGED.search(location.source) for location in departure.locations[:1])
