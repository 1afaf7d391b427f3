"""GN102 and GN112: a variable that only decides what else is computed, or is only looked at."""

from __future__ import annotations

from collections.abc import Callable

from tb_gradplugin.diagnosis import ends, op_types
from tb_gradplugin.diagnosis.case import Case
from tb_gradplugin.diagnosis.causes import left_tensorflow
from tb_gradplugin.diagnosis.causes.facts import Claim, Evidence, Facts, in_other_steps, lines
from tb_gradplugin.diagnosis.program import Departure, Node
from tb_gradplugin.diagnosis.text import number_ways
from tb_gradplugin.schema.findings import Location

_BRANCHING = frozenset({"switch_case", "cond", "case"})


def before_leaving(case: Case, places: list[int]) -> list[Claim]:
    """Variables whose gradient ends before a whole number, or a truth value, leaves TensorFlow.

    Unless that number is itself seen to go into the loss.
    """
    return _claims(case, places, _of_dead)


def claims(case: Case, places: list[int]) -> list[Claim]:
    """Variables that end in what no op of the loss takes: a truth value, or a Python number."""
    return _claims(case, places, _facts)


def _claims(
    case: Case,
    places: list[int],
    facts_of: Callable[[Case, list[Node]], tuple[Facts, Node] | None],
) -> list[Claim]:
    touched = [place for place in places if case.program.asked[place].value is not None]
    found = []
    for bits, nodes in ends.ended(case, case.bits(touched)):
        decision = facts_of(case, nodes)
        if decision is not None:
            claimed = tuple(place for place in touched if bits >> place & 1)
            found.append(Claim(decision[0], claimed, decision[1]))
    return found


def _of_dead(case: Case, nodes: list[Node]) -> tuple[Facts, Node] | None:
    left = _departure(case, nodes)
    if left is None or op_types.carries_gradient(case.program.values[left.value].dtype):
        return None
    if left.how == "bool" and not all(_is_truth(case, node) for node in nodes):
        return None
    # Of a loop, what leaves was made by its last round, and so was what leads to it.
    turn = _turn(case, case.node_of(left.value) or nodes[0])
    if not left.in_function and (
        _place(turn.locations) in (None, _place(left.locations))
        or number_ways.leads(left.locations, left_tensorflow.entry_lines(case))
    ):
        return None
    return _of_choice(case, turn, "number", left), turn


def _facts(case: Case, nodes: list[Node]) -> tuple[Facts, Node] | None:
    left = _departure(case, nodes)
    is_truth = all(_is_truth(case, node) for node in nodes)
    if left is not None and (is_truth or left.how != "bool"):
        ended = case.node_of(left.value) or nodes[0]
        return _of_number(case, left, ended), ended
    for kind, holds in (("number", _is_truth), ("branch", _picks_a_branch), ("trips", _counts)):
        if all(holds(case, node) for node in nodes):
            turn = _turn(case, nodes[0])
            return _of_choice(case, turn, kind, nodes[0]), turn
    return None


def _of_choice(case: Case, node: Node, kind: str, decision: Node | Departure) -> Facts:
    """The op that makes of numbers with a gradient what a decision rests on."""
    to = case.edges.dtypes[node.outputs[0]] if node.outputs else ""
    evidence: dict[str, str] = {"only_decides": "truth" if to == "bool" else kind}
    is_conversion = node.op_type == "Cast" and not op_types.carries_gradient(to)
    if is_conversion:
        evidence |= {"from_dtype": case.edges.dtypes[node.inputs[0]], "to_dtype": to}
    # Of a condition the other side may be meant for other steps; a number is one of many.
    doubt = isinstance(decision, Departure) and decision.how != "bool"
    return Facts(
        "GN103" if is_conversion else "GN102",
        locations=lines(node.locations[:1], decision.locations[:1]),
        evidence=evidence,
        likely_meant="" if doubt else in_other_steps(case),
        perhaps_meant=in_other_steps(case) if doubt else "",
    )


def _place(given: tuple[Location, ...]) -> tuple[str, int] | None:
    return (given[0].file, given[0].line) if given else None


def _of_number(case: Case, left: Departure, node: Node) -> Facts:
    evidence: Evidence = {"how": left.how, "decides": "yes"}
    of_condition = left.how == "bool"
    if op_types.carries_gradient(case.program.values[left.value].dtype) and left.how != "int":
        of_condition = number_ways.decides(left.locations)
        evidence = (
            {**evidence, "decides": "condition"}
            if of_condition
            else left_tensorflow.evidence_of(case, left)
        )
    # Of an `if` the other side may be meant for other steps; a number picks one of many.
    doubt = not of_condition and case.any_gradient
    return Facts(
        "GN112",
        "likely" if doubt else "certain",
        lines(left.locations[:1], node.locations[:1]),
        evidence,
        likely_meant="" if doubt else in_other_steps(case),
        perhaps_meant=in_other_steps(case) if doubt else "",
        op_type=node.op_type,
    )


def _departure(case: Case, nodes: list[Node]) -> Departure | None:
    """The last departure of a value that ends, before the loss was made.

    A condition may come after it, and leave it as it is.
    Of a whole number or a truth value any; one with a fraction may leave to be looked at, so that
    a line of the program has to show what it is for.
    """
    ends = {node.index for node in nodes}
    loss = None if case.program.loss is None else case.node_of(case.program.loss)
    last = len(case.program.nodes) if loss is None else loss.index
    return next(
        (
            departure
            for departure in reversed(case.program.departures)
            if departure.how != "shape"
            and (departure.before_node <= last or number_ways.decides(departure.locations))
            and not left_tensorflow.is_logged(departure)
            and (node := case.node_of(departure.value)) is not None
            and node.index in ends
            and case.downstream.bits[departure.value] & ~left_tensorflow.led_past(case, departure)
            and _is_for_the_loss(case, departure)
        ),
        None,
    )


def _is_for_the_loss(case: Case, departure: Departure) -> bool:
    if not op_types.carries_gradient(case.program.values[departure.value].dtype):
        return True
    if departure.how == "int" or number_ways.decides(departure.locations):
        return True
    later = case.program.nodes[departure.before_node :]
    return any(
        case.ways.depends[node.index] and number_ways.leads(departure.locations, node.locations)
        for node in later
    )


def _picks_a_branch(case: Case, node: Node) -> bool:
    """Whether an op makes the number of the branch that a `tf.switch_case` takes."""
    values = [case.program.values[value] for value in node.outputs]
    return (
        node.detail.get("call") in _BRANCHING
        and len(values) == 1
        and not op_types.carries_gradient(values[0].dtype)
    )


def _counts(case: Case, node: Node) -> bool:
    """Whether an op takes one of a row of whole numbers for a trip of a loop over them."""
    maker = case.node_of(node.inputs[0]) if node.inputs else None
    is_row = maker is not None and maker.op_type == "Range"
    return is_row and node.detail.get("call") in ("__iter__", "__next__")


def _turn(case: Case, node: Node) -> Node:
    """The op by which numbers with a gradient become what `node` works on."""
    while True:
        behind = [e.value for e in case.edges.of_node[node.index] if case.downstream.bits[e.value]]
        maker = next((m for value in behind if (m := case.node_of(value)) is not None), None)
        dtypes = {case.edges.dtypes[value] for value in behind}
        if maker is None or any(map(op_types.carries_gradient, dtypes)) or "resource" in dtypes:
            return node
        node = maker


def _is_truth(case: Case, node: Node) -> bool:
    values = [case.program.values[value] for value in node.outputs]
    return len(values) == 1 and values[0].dtype == "bool" and values[0].shape == ()
