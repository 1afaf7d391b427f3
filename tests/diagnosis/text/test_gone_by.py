"""A `return` counts as gone by only where the same call is known to have run what is behind it."""

import ast

import pytest

from tb_gradplugin.diagnosis.program import Node
from tb_gradplugin.diagnosis.text import gone_by, handed_on
from tb_gradplugin.schema.findings import Location

FIRST = "def f(x, y):\n    e = g(x)\n"
GONE_BY = [
    ("    if y:\n        return e\n    z = h(x)\n    return z\n", 5),
    ("    if y:\n        if x:\n            return e\n    return h(x)\n", 6),
    ("    if y:\n        return e\n    else:\n        return h(x)\n", 6),
    ("    with y:\n        if y:\n            return e\n        return h(x)\n", 6),
]
NOT_KNOWN = [
    ("    if y:\n        return e\n    z = h(x)\n    return z\n", 4),
    ("    if y:\n        z = h(x)\n        return e\n    return z\n", 4),
    ("    for y in x:\n        if y:\n            return e\n        z = h(x)\n    return z\n", 6),
    ("    try:\n        if y:\n            return e\n    finally:\n        h(x)\n", 7),
    ("    if y:\n        z = h(x)\n    return e\n", 4),
]


def function_of(body):
    return ast.parse(FIRST + body).body[0]


@pytest.mark.parametrize(("body", "ran"), GONE_BY)
def test_a_return_before_what_ran_later_is_gone_by(body, ran):
    assert list(gone_by.returns(function_of(body), {ran}))


@pytest.mark.parametrize(("body", "ran"), NOT_KNOWN)
def test_another_return_may_have_run(body, ran):
    assert not list(gone_by.returns(function_of(body), {ran}))


@pytest.mark.parametrize("called_from", [90, 91])
def test_only_the_same_call_goes_by_a_return(tmp_path, called_from):
    file = str(tmp_path / "program.py")
    (tmp_path / "program.py").write_text(FIRST + GONE_BY[0][0])
    made = Location(file, 2, "f", "")
    outer, other = Location(file, 90, "loss_fn", ""), Location(file, called_from, "loss_fn", "")
    nodes = [
        Node(0, "Tanh", "", (0,), (1,), (True,), (made, outer)),
        Node(1, "Neg", "", (0,), (2,), (True,), (Location(file, 5, "f", ""), other)),
    ]
    is_same = called_from == 90
    assert handed_on.all_hand_on([made], nodes[0], nodes) is not is_same
