"""An `if` counts as what left a turn of a loop only where the turn surely came to it."""

import pytest

from tb_gradplugin.diagnosis.program import Node
from tb_gradplugin.diagnosis.text import turns_left
from tb_gradplugin.schema.findings import Location

TURN = """        if k == 0:
            y += x * k
        else:
            z = exp(k)
            if z.ndim == 0:
                continue
            else:
                y += x * z
    return y"""
BEHIND = """        z = exp(k)
        w = sin(z)
        if w.ndim == 0:
            continue
        y += x * z
    return y"""


def left_by(tmp_path, body, ran=()):
    """The first turn reads it on line 5; of the second only the lines in `ran` have ops."""
    file = str(tmp_path / "program.py")
    text = f"def block(y, n):\n    for k in n:\n        x = tanh(k)\n{body}\n"
    (tmp_path / "program.py").write_text(text)
    nodes = [
        Node(i, "Tanh", "", (0,), (1,), (True,), (Location(file, line, "block", ""),))
        for i, line in enumerate([3, 5, 3, *ran])
    ]
    seen = {(file, one.line) for node in nodes for one in node.locations}
    found = turns_left.leaving(nodes[2:3], nodes, seen)
    return found and found[0].source


def test_a_branch_that_leaves_the_turn_is_to_blame(tmp_path):
    assert left_by(tmp_path, TURN, ran=[7]) == "if z.ndim == 0:"


def test_lines_behind_it_are_its_other_branch(tmp_path):
    assert left_by(tmp_path, BEHIND, ran=[4]) == "if w.ndim == 0:"


def test_a_turn_may_stay_in_the_first_branch_and_leave_in_the_other(tmp_path):
    body = TURN.replace("continue", "y += x * z")
    body = body.replace("else:\n                y += x * z", "else:\n                break")
    assert left_by(tmp_path, body, ran=[7]) == "if z.ndim == 0:"


@pytest.mark.parametrize(
    "ran",
    [
        # Whether the turn came to the condition is not seen.
        [],
        # Another turn came to the branch that reads it.
        [7, 3, 7, 11],
        # This line is the next turn's.
        [3, 7],
    ],
)
def test_what_is_not_known_of_the_turn_says_nothing(tmp_path, ran):
    assert left_by(tmp_path, TURN, ran=ran) is None


@pytest.mark.parametrize(
    "body",
    [
        TURN.replace("return y", "return x + y"),
        TURN.replace("z = exp(k)\n", "z = exp(k)\n            if n: break\n"),
        TURN.replace("y += x * z", "kept = [x]"),
        TURN.replace("continue", "z = x"),
        TURN.replace("continue", "yield z"),
        TURN.replace("            if z", "            for z in k:\n             if z"),
    ],
)
def test_a_turn_that_may_have_ended_otherwise_says_nothing(tmp_path, body):
    assert left_by(tmp_path, body, ran=[7]) is None
