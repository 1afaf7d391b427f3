"""A line under a condition counts as what replaces a result only where nothing else can have."""

import pytest

from tb_gradplugin.diagnosis.program import Node
from tb_gradplugin.diagnosis.text import replaced_result
from tb_gradplugin.schema.findings import Location

IF = "    if y:\n        x = z\n"
REPLACED = [
    f"{IF}    return x",
    f"{IF}    x = x[0]\n    return x",
    f"{IF}    if z:\n        x = -x\n    return x",
]
NOT_KNOWN = [
    f"{IF}    return x, z",
    f"{IF}    return x[0]",
    f"{IF}    x = f(x)\n    return x",
    f"{IF}    if z:\n        x = y\n    return x",
    f"{IF}    if x:\n        return x\n    return x",
    f"{IF}    y.last = z\n    return x",
    f"{IF}    y.every.append(z)\n    return x",
    f"    print(x)\n{IF}    return x",
    "    for z in y:\n        x = z\n    return x",
    "    return x",
]


def line_of(tmp_path, body, takes_result):
    file = str(tmp_path / "program.py")
    (tmp_path / "program.py").write_text(f"def block(y, z):\n    x = tanh(y)\n{body}\n")
    outer = Location(file, 90, "loss_fn", "")
    other = Location(file, 1, "block", "")
    made = Location(file, 2, "block", "")
    nodes = [
        Node(0, "Neg", "", (0,), (1,), (True,), (other, outer)),
        Node(1, "Tanh", "", (1,), (2,), (True,), (made, outer)),
        Node(2, "Mean", "", (1 if takes_result else 0,), (3,), (True,), (outer,)),
    ]
    return replaced_result.by_line(made, nodes[1], nodes, nodes[::2])


@pytest.mark.parametrize("body", REPLACED)
def test_the_only_line_that_gives_the_name_something_else_has_run(tmp_path, body):
    name, line = line_of(tmp_path, body, takes_result=True)
    assert (name, line.line) == ("x", 4)


@pytest.mark.parametrize("body", REPLACED)
def test_where_the_caller_takes_nothing_it_is_the_caller_that_leaves_it(tmp_path, body):
    assert line_of(tmp_path, body, takes_result=False) is None


@pytest.mark.parametrize("body", NOT_KNOWN)
def test_where_another_line_may_have_lost_it_none_is_told(tmp_path, body):
    assert line_of(tmp_path, body, takes_result=True) is None
