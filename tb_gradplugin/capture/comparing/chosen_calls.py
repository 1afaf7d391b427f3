"""Which of the calls that were kept are compared with their own function."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Hashable, Iterable
from typing import TypeVar

from tb_gradplugin.capture.observing.replayed_calls import CustomCall, OpCall, Recorder
from tb_gradplugin.diagnosis.on_the_way import Way
from tb_gradplugin.diagnosis.program import Program

_MOST_OF_A_LINE = 2
_MOST_OF_A_KIND = 8

_COPIES = frozenset({"Identity", "ReadVariableOp", "Reshape", "ExpandDims", "Squeeze", "NoOp"})
"""Ops of which there are many and whose gradient is beyond doubt."""

_RANDOM = re.compile("Random|Multinomial|TruncatedNormal")
"""Ops whose gradient is that of a distribution: one sample alone says nothing of it."""

_Call = TypeVar("_Call", CustomCall, OpCall)


def customs(program: Program, recorder: Recorder, ways: dict[int, Way]) -> list[CustomCall]:
    """Functions with a custom gradient on the way to the variables: some of each function."""
    found = [call for node, call in recorder.custom.items() if node in ways]
    return _chosen(found, program, _function_of)


def ops(program: Program, recorder: Recorder, ways: dict[int, Way]) -> list[OpCall]:
    """Ops on the way to the variables: some of each kind."""
    return _chosen(_ops(program, recorder, ways), program, _kind_of)


def _ops(program: Program, recorder: Recorder, ways: dict[int, Way]) -> list[OpCall]:
    found = []
    for index, call in recorder.ops.items():
        node = program.nodes[index]
        way = ways.get(index)
        if way is None or node.op_type in _COPIES or _RANDOM.search(node.op_type):
            continue
        if "inside_custom_gradient" in node.detail:
            continue
        if any(node.passes[slot] for slot in way.variables) if node.passes else False:
            found.append(call)
    return found


def _chosen(
    calls: Iterable[_Call], program: Program, kind_of: Callable[[_Call], Hashable]
) -> list[_Call]:
    """A few of the calls of one kind: the first of each line of the program."""
    of_line: Counter[Hashable] = Counter()
    of_kind: Counter[Hashable] = Counter()
    result = []
    for call in calls:
        kind = kind_of(call)
        line = (kind, program.nodes[call.node].locations[:1])
        if of_line[line] < _MOST_OF_A_LINE and of_kind[kind] < _MOST_OF_A_KIND:
            of_line[line] += 1
            of_kind[kind] += 1
            result.append(call)
    return result


def _function_of(call: CustomCall) -> Hashable:
    return getattr(call.function, "__code__", None) or id(call.function)


def _kind_of(call: OpCall) -> Hashable:
    return call.op_type, repr(call.attrs), tuple(each.dtype for each in call.inputs)
