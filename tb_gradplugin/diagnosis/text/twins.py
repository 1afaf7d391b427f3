"""Variables of a model that was copied, loaded or built once more, beside those asked about."""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterable, Sequence

from tb_gradplugin.diagnosis.case import Case
from tb_gradplugin.diagnosis.text import copies, handed_on, later_uses, syntax
from tb_gradplugin.schema.findings import Location

_NUMBER_AT_THE_END = re.compile(r"_\d+$")
_DIGITS = re.compile(r"\d+")


def twins(case: Case, places: Sequence[int]) -> list[int]:
    """Variables that the loss reads instead, where each has one, of its shape and last name.

    Args:
      case: the evaluation.
      places: of variables that it does not touch.

    Returns:
      Their handles; none where one of them has none. Layers of one model may well have one name:
      what a model has beside them counts where a line of the program makes a copy, or where the
      loss uses nothing at all of what was asked about.
    """
    beside = {value for place in places for value in case.program.asked[place].siblings}
    # What an op makes anew, a model has beside what it made before.
    siblings = {value for value in beside if case.node_of(value) is None}
    found = _twins(case, places, siblings)
    if not found and siblings:
        found = _twins(case, places, set())
        if found and any(one.value is not None for one in case.program.asked):
            is_copied = copies.found(lines_that_use(case, found[0]))
            return found if is_copied else []
    return found


def _twins(case: Case, places: Sequence[int], siblings: Collection[int]) -> list[int]:
    """The same, of all that the loss reads but for what a model has beside them."""
    asked = {one.value for one in case.program.asked}
    others = [
        value
        for value in case.loss_variables
        if value not in asked and value not in siblings and case.handle_name(value)
    ]
    shapes = shapes_of(case, others)
    found: list[int] = []
    for place in places:
        # A copy has one for each; layers of one kind merely have names and shapes in common.
        free = (value for value in others if value not in found)
        twin = next((v for v in free if _is_twin(case, v, shapes.get(v), place)), None)
        if twin is None:
            return []
        found.append(twin)
    return found


def are_copied(case: Case, places: Sequence[int]) -> bool:
    """Whether the loss reads variables instead that a line of the program copied from them.

    Args:
      case: the evaluation.
      places: of variables that it does not touch.
    """
    others = twins(case, places) if places else []
    return bool(others) and copies.found(lines_that_use(case, others[0])) is not None


def lines_that_use(case: Case, twin: int) -> Sequence[Location]:
    """Lines that use a variable for the loss, innermost first: of several, the last."""
    users = [node for node in case.users.get(twin, ()) if node.locations]
    learning = [
        node
        for node in users
        if case.ways.depends[node.index] and any(case.ways.receives[v] for v in node.outputs)
    ]
    return next((node.locations for node in (learning or users)[::-1]), ())


def line_of(used: Iterable[Sequence[Location]]) -> Sequence[Location]:
    """The line that takes an object in place of another.

    What stands inside of a method of the object is as it should be; the line that calls the whole
    of it is common to all that it holds.

    Args:
      used: for each of its variables, the lines that use it for the loss, innermost first.
    """
    each = list(used)
    keys = [{(line.file, line.line) for line in lines} for lines in each]
    first = each[0] if each else ()
    common = [
        (place, line)
        for place, line in enumerate(first)
        if all((line.file, line.line) in own for own in keys)
    ]
    for place, line in common:
        if not handed_on.to_caller(line) or (place and _calls_own(line, first[place - 1].function)):
            return [line]
    return first[-1:]


def _calls_own(line: Location, inner: str) -> bool:
    """Whether a line calls an object, and none that its function was given for it."""
    function = later_uses.function_at(line)
    if function is None:
        return False
    given = syntax.parameters(function.args) - {"self"}
    called = [
        node.func
        for node in syntax.own_nodes(function.body)
        if isinstance(node, ast.Call) and syntax.spans(node, line.line)
    ]
    roots = {one.id for func in called for one in ast.walk(func) if isinstance(one, ast.Name)}
    return given.isdisjoint(roots) and inner not in map(syntax.last_name, called)


def _is_twin(case: Case, value: int, shape: tuple[int | None, ...] | None, place: int) -> bool:
    one = case.program.asked[place]
    last = case.handle_name(value).rpartition("/")[2]
    # Of several with one name, those after the first have a number that is not theirs.
    base, _, number = one.name.rpartition("_")
    is_numbered = number.isdigit() and base in {other.name for other in case.program.asked}
    name = base if is_numbered else one.name
    return (
        shape is not None
        and one.shape is not None
        and len(shape) == len(one.shape)
        and all(known in (None, own) for known, own in zip(shape, one.shape, strict=True))
        and last == name.rpartition("/")[2]
        and not _are_of_a_series(case.handle_name(value), name)
    )


def _are_of_a_series(one: str, other: str) -> bool:
    """Whether layers have names like "block_1_conv" and "block_2_conv", which a program counts.

    The number that Keras gives to a name that is taken already stands at its end.
    """
    layers = [name.split("/")[-2:-1] for name in (one, other)]
    own = [[_NUMBER_AT_THE_END.sub("", part) for part in layer] for layer in layers]
    alike = [[_DIGITS.sub("", part) for part in layer] for layer in own]
    return own[0] != own[1] and alike[0] == alike[1]


def shapes_of(case: Case, handles: Sequence[int]) -> dict[int, tuple[int | None, ...] | None]:
    """Shapes of what is read from variables, by the handle; rows tell all but their number."""
    wanted, found = set(handles), {}
    for node in case.program.nodes:
        if not node.inputs or node.inputs[0] not in wanted:
            continue
        if node.op_type == "ReadVariableOp":
            found[node.inputs[0]] = case.program.values[node.outputs[0]].shape
        elif node.op_type == "ResourceGather":
            rows = case.program.values[node.outputs[0]].shape
            picked = case.program.values[node.inputs[1]].shape
            if rows is not None and picked is not None:
                found.setdefault(node.inputs[0], (None, *rows[len(picked) :]))
    return found
