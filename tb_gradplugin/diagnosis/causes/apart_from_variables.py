"""Losses that compare data with data: what the variables make of the data has no part in them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from tb_gradplugin.diagnosis import op_types
from tb_gradplugin.diagnosis.causes.facts import lines
from tb_gradplugin.diagnosis.causes.last_use import LastUse, Told
from tb_gradplugin.diagnosis.program import Node, Value
from tb_gradplugin.schema.findings import Location

_OF_VARIABLE = 1
"""A value depends on a variable, asked about or not."""

_OF_DATA = 2
"""It depends on a tensor or an array that came in from outside."""


_Form = tuple[str, tuple[int | None, ...] | None]

_Place = tuple[str, str, _Form]
"""File and function, and the form of what is made there."""


def by_line_apart(use: LastUse) -> Told | None:
    """A line computes of data what could be computed of it, and no data meets a variable.

    What variables add to such a loss is what they are by themselves, as a weight decay is.
    """
    origins = _origins(use)
    if any(_meet(use, node, origins) for node in use.taken):
        return None
    lost = _lost(use)
    for node in use.taken:
        forms = [_form(one) for one in _taken_data(use, node, origins)]
        for line in node.locations if forms else ():
            own = (one for form in forms for one in lost.get((line.file, line.function, form), ()))
            before = [made for index, made in own if index < node.index and made.line < line.line]
            if before:
                said = {"apart_from": before[-1].place}
                return Told(lines((line, before[-1]), use.where), said, is_slip=True, is_sure=True)
    return None


def _origins(use: LastUse) -> list[int]:
    """What each value depends on."""
    program = use.case.program
    origins = [_of_outside(value) for value in program.values]
    for node in program.nodes:
        found = _OF_VARIABLE if node.op_type == "VarHandleOp" else 0
        if node.op_type not in op_types.VALUE_FREE:
            for value in node.inputs:
                found |= origins[value]
        for value in node.outputs:
            origins[value] |= found
    return origins


def _of_outside(value: Value) -> int:
    if value.node is not None or value.origin == "unknown":
        return 0
    if value.origin == "variable" or value.dtype == "resource":
        return _OF_VARIABLE
    return _OF_DATA if value.shape else 0


def _meet(use: LastUse, node: Node, origins: list[int]) -> bool:
    """Whether an op computes of data, of which it has more than a single number, and a variable."""
    values = use.case.program.values
    of_data = any(origins[one] & _OF_DATA and values[one].shape != () for one in node.inputs)
    return of_data and any(origins[one] & _OF_VARIABLE for one in node.inputs)


def _taken_data(use: LastUse, node: Node, origins: list[int]) -> Iterator[Value]:
    """What an op computes floats of, if that is data alone."""
    if node.op_type in op_types.CONVERSIONS or node.op_type in op_types.VALUE_FREE:
        return
    for index in node.inputs:
        value = use.case.program.values[index]
        is_many = bool(value.shape) and op_types.carries_gradient(value.dtype)
        if is_many and origins[index] == _OF_DATA:
            yield value


def _lost(use: LastUse) -> Mapping[_Place, Sequence[tuple[int, Location]]]:
    """Ops whose results are lost, and the line of each function in which one was made."""
    case = use.case
    found: dict[_Place, list[tuple[int, Location]]] = {}
    for node in case.program.nodes:
        is_lost = not case.ways.depends[node.index] and any(
            case.downstream.bits[one] & use.group.bits for one in node.outputs
        )
        for value in node.outputs if is_lost else ():
            form = _form(case.program.values[value])
            for line in node.locations:
                place = (line.file, line.function, form)
                found.setdefault(place, []).append((node.index, line))
    return found


def _form(value: Value) -> _Form:
    return value.dtype, value.shape
