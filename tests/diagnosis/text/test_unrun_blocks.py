"""A block counts as what keeps a result unread only where it surely has not run."""

import pytest

from tb_gradplugin.diagnosis.program import Node
from tb_gradplugin.diagnosis.text import unrun_blocks
from tb_gradplugin.schema.findings import Location
from tests.diagnosis.programs import block_with

LOOP = "    for k in range(2, n):\n        y = y + x * k\n"
READ = [
    f"{LOOP}    return y",
    f"    if n is None:\n        raise ValueError\n{LOOP}    return y",
    "    for k in n:\n        y += term(k, x)\n    return y",
    "    for k in n:\n        with scope(k):\n            y += term(k, x)\n    return y",
    "    if n > 2:\n        y = merge(y, rate=x)\n    return y",
    "    if n > 2:\n        return x * y\n    return y",
    "    if n > 2:\n        y = x * y\n    elif n:\n        y = x - y\n    return y",
    "    if n > 2:\n        return y\n    else:\n        y = x * y\n    return y",
]
NOT_KNOWN = [
    f"{LOOP}    return x + y",
    f"{LOOP}    return y, x.shape",
    f"    x = other(n)\n{LOOP}    return y",
    f"    if n is None:\n        return y\n{LOOP}    return y",
    f"    del n\n{LOOP}    return locals()",
    "    for k in range(2, n):\n        kept.append(x)\n",
    "    for k in range(2, n):\n        y = Pair(y, x)\n    return y",
    "    for k in range(2, n):\n        kept = [x, y]\n    return y",
    "    for k in range(2, n):\n        if k > 4:\n            y += x\n        kept.append(x)\n",
    "    for k in n:\n        if k < 2:\n            continue\n        y += x * k\n    return y",
    "    for k in n:\n        y += sum(x * i for i in range(2, k))\n    return y",
    "    for k in n:\n        def later():\n            return x * k\n        n.append(later)\n",
    "    if n and x is not None:\n        y = y + x\n    return y",
    "    if n > 2:\n        y = y + x\n    if n < 1:\n        y = y - x\n    return y",
    "    return y",
]


def read_in(tmp_path, body, ran=()):
    node, file = block_with(tmp_path, body)
    found = unrun_blocks.reading([node], {(file, line) for line in (2, *ran)})
    return found and found[0].source


@pytest.mark.parametrize("body", READ)
def test_a_result_is_read_in_a_block_alone_that_did_not_run(tmp_path, body):
    assert read_in(tmp_path, body).startswith(("for k in", "if n > 2"))


@pytest.mark.parametrize("body", NOT_KNOWN)
def test_what_is_read_elsewhere_or_may_leave_no_op_says_nothing(tmp_path, body):
    assert read_in(tmp_path, body) is None


def test_a_block_that_ran_in_another_call_reads_it(tmp_path):
    assert read_in(tmp_path, READ[0], ran=[4]) is None


def test_a_line_behind_it_that_ran_tells_that_the_function_came_to_the_block(tmp_path):
    body = f"    if n is None:\n        return y\n{LOOP}    return exp(y)"
    assert read_in(tmp_path, body) is None
    assert read_in(tmp_path, body, ran=[7]) == "for k in range(2, n):"


def test_results_that_go_different_ways_have_no_block_in_common(tmp_path):
    file = tmp_path / "program.py"
    file.write_text(f"def block(y, n):\n    x = tanh(y)\n    z = exp(y)\n{LOOP}    return y + z\n")
    nodes = [
        Node(i, "Tanh", "", (0,), (1,), (True,), (Location(str(file), 2 + i, "block", ""),))
        for i in range(2)
    ]
    assert unrun_blocks.reading(nodes[:1], set()) is not None
    assert unrun_blocks.reading(nodes, set()) is None
