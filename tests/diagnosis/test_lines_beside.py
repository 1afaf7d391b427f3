"""The line that would have to be moved, of an op that ran before a tape was opened."""

import pytest

from tb_gradplugin.diagnosis import lines_beside
from tb_gradplugin.diagnosis.program import Node
from tb_gradplugin.schema.findings import Location


def _stack(*frames):
    return tuple(Location("train.py", line, function) for function, line in frames)


@pytest.mark.parametrize(
    ("of_op", "of_with", "expected"),
    [
        ([("call", 3), ("loss", 20)], [("loss", 22)], 20),
        ([("call", 3), ("loss", 20)], [("slope", 9), ("loss", 21)], 20),
        ([("call", 3), ("loss", 20)], [("slope", 9), ("loss", 20)], 20),
        ([("call", 3), ("loss", 20), ("f", 40)], [("slope", 9), ("loss", 21), ("f", 40)], 20),
        ([("loss", 20)], [("slope", 9), ("loss", 21)], 20),
        ([("call", 3), ("one", 20)], [("slope", 9), ("other", 30)], 3),
        ([("call", 3)], [], 3),
    ],
)
def test_the_call_leads_that_stands_beside_that_of_the_with(of_op, of_with, expected):
    node = Node(0, "Add", "", (), (), (), _stack(*of_op))
    around = _stack(*of_with)
    assert [one.line for one in lines_beside.of(node, around[:1], around)] == [expected]


def test_of_an_op_without_lines_there_is_none():
    assert lines_beside.of(Node(0, "Add", "", (), (), ()), (), _stack(("loss", 1))) == []
