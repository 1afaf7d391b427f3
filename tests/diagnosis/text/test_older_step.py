"""A line goes on from an older result only where it begins as the dropped chain of steps did."""

import pytest

from tb_gradplugin.diagnosis.program import Node
from tb_gradplugin.diagnosis.text import older_step
from tb_gradplugin.schema.findings import Location

DEEP = "    x3 = down_3(pool(x2))\n"
CHAIN = "    u3 = up_3(x3)\n    u3 = mix_3(u3)\n"
NEXT = "    u2 = up_2(x2)\n    return head(u2)\n"
NOT_FOUND = [
    DEEP + "    u3 = up_3(x3)\n" + NEXT,
    DEEP + "    u3 = up_3(x3)\n    u3 = mix_3(x3)\n" + NEXT,
    DEEP + CHAIN + "    keep(u3)\n" + NEXT,
    DEEP + CHAIN + "    u2 = other_2(x2)\n    return head(u2)\n",
    DEEP + CHAIN + "    u2 = up_2(x3)\n    return head(u2)\n",
    DEEP + CHAIN + "    y = up_2(x2)\n    return head(y)\n",
    "    x3 = down_3(x1)\n" + CHAIN + NEXT,
    "    x3 = down_3(x2)\n    for i in x1:\n        pass\n" + CHAIN + NEXT,
    DEEP + CHAIN + "    keep(locals())\n" + NEXT,
]


def found(tmp_path, body, is_on_the_way=True):
    file = str(tmp_path / "program.py")
    (tmp_path / "program.py").write_text(f"def loss_fn(x1, x2):\n{body}")
    lines = (tmp_path / "program.py").read_text().splitlines()
    made = max(number for number, one in enumerate(lines, 1) if "u3 = " in one)
    later = next(number for number, one in enumerate(lines, 1) if "_2(x" in one and number > made)
    last = Node(1, "Tanh", "", (0,), (1,), (True,), (Location(file, made, "loss_fn", ""),))
    other = Node(2, "Neg", "", (0,), (2,), (True,), (Location(file, later, "loss_fn", ""),))
    return older_step.found(last, [other] if is_on_the_way else [])


def test_a_step_like_the_first_of_the_chain_is_found(tmp_path):
    older = found(tmp_path, DEEP + CHAIN + NEXT)
    assert (older.name, older.made.line, older.line.line) == ("u3", 4, 5)


def test_a_step_that_does_not_lead_to_the_loss_is_not(tmp_path):
    assert found(tmp_path, DEEP + CHAIN + NEXT, is_on_the_way=False) is None


@pytest.mark.parametrize("body", NOT_FOUND)
def test_a_branch_that_may_be_meant_to_end_is_not_found(tmp_path, body):
    assert found(tmp_path, body) is None
