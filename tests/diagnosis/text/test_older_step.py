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


SERIES = (
    "    {s1} = block(x0, 'b1')\n    {s2} = block({s1}, 'b2')\n    y = pool({s2})\n"
    "    {s3} = block(y, 'b3')\n    {s4} = block({from_}, 'b4')\n{behind}"
)
PLACES = ["s{}", "self.s{}", 'ends["s{}"]', 'self.ends["s{}"]']
BEHIND = "    return head({s4})\n"


def in_series(tmp_path, place, text=SERIES, taken="y", behind=BEHIND, after=""):
    names = {f"s{number}": place.format(number) for number in range(1, 5)}
    body = text.format(**names, from_=taken.format(**names), behind=behind.format(**names))
    (tmp_path / "program.py").write_text(f"def loss_fn(x0, ends, self):\n{body}{after}")
    lines = (tmp_path / "program.py").read_text().splitlines()
    file = str(tmp_path / "program.py")
    made, later = (
        next(number for number, one in enumerate(lines, 1) if name in one) for name in ("b3", "b4")
    )
    last = Node(1, "Tanh", "", (0,), (1,), (True,), (Location(file, made, "loss_fn", ""),))
    other = Node(2, "Neg", "", (0,), (2,), (True,), (Location(file, later, "loss_fn", ""),))
    older = older_step.found(last, [other])
    return None if older is None else (older.name, older.made.line - made, older.line.line - later)


def is_step(line):
    return "u3" in line and " = " in line


def found(tmp_path, body, is_on_the_way=True):
    file = str(tmp_path / "program.py")
    (tmp_path / "program.py").write_text(f"def loss_fn(x1, x2):\n{body}")
    lines = (tmp_path / "program.py").read_text().splitlines()
    made = max(number for number, one in enumerate(lines, 1) if is_step(one))
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


@pytest.mark.parametrize("place", ["u3", "self.u3", 'rows["u3"]', 'self.rows["u3"]'])
def test_the_chain_may_be_of_an_attribute_or_entry(tmp_path, place):
    body = (DEEP + CHAIN + NEXT).replace("u3", place).replace("u2", place.replace("3", "2"))
    assert found(tmp_path, body).name == place


@pytest.mark.parametrize("place", PLACES)
def test_a_step_of_a_series_that_does_not_take_the_one_before_it_is_found(tmp_path, place):
    assert in_series(tmp_path, place) == (place.format(3), 0, 0)


def test_what_a_caller_gets_of_the_entries_the_ops_tell(tmp_path):
    behind = "    return head({s4}), ends\n"
    assert in_series(tmp_path, PLACES[2], behind=behind) is not None


NO_SERIES = [
    {"taken": "{s3}"},
    {"behind": "    return head({s4}, {s3})\n"},
    {"behind": "    return {s1}\n"},
    {"text": SERIES.replace("block({s1}", "block(x0")},
    {"text": SERIES.replace("block({s1}", "other({s1}")},
    {"text": SERIES.replace("    {s3}", "    if x0: {s3}")},
    {"text": SERIES.replace("    {s4} = ", "    {s4} = 1 + ")},
]


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("changed", NO_SERIES)
def test_two_steps_that_may_be_meant_to_go_apart_are_no_series(tmp_path, place, changed):
    assert in_series(tmp_path, place, **changed) is None


@pytest.mark.parametrize(
    ("behind", "after"),
    [
        ("    return head({s4}, sum(ends.values()))\n", ""),
        ("    keep(ends)\n    return head({s4})\n", ""),
        (BEHIND, "def shown(rows):\n    return rows['s3']\n"),
    ],
)
def test_an_entry_that_something_else_may_read_is_not_found(tmp_path, behind, after):
    assert in_series(tmp_path, PLACES[2], behind=behind, after=after) is None
