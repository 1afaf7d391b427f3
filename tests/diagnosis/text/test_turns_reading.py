"""An `if` counts as what kept turns from a result only in a loop that surely made one."""

import linecache

import pytest

from tb_gradplugin.diagnosis.in_text import Length
from tb_gradplugin.diagnosis.program import Node, Program
from tb_gradplugin.diagnosis.text import turns_reading
from tests.diagnosis.programs import block_with

LEFT = "        if b is None:\n            continue\n"
LOOP = f"    for a, b in zip([x], [n]):\n{LEFT}        y += a * b\n    return y"
NAMED = f"    for b in n:\n{LEFT}        y += x * b\n    return y"
AROUND = """    for k, (a, b) in enumerate(zip([x], [n])):
        if b is not None:
            y += a * b
    return y"""
HANDED = """    return terms(x, n)


class Terms:
    def __init__(self, n):
        self.n = n

    def __call__(self, given, n):
        y = 0.0
        for b in self.n.values():
            if b is None:
                break
            y += given[0] * b
        return y


terms = Terms(n)"""


LISTED = f"""    x = [x]
    n = [None] * len(x)
    for a, b in zip(x, n):
{LEFT}        y += a * b
    return y"""


def kept_in(tmp_path, body, ran=(), lengths=()):
    linecache.clearcache()
    node, file = block_with(tmp_path, body)
    found_lengths = [Length(file, line, name, count) for line, name, count in lengths]
    program = Program([node], [], None, "tensor", (), [], lengths=found_lengths)
    seen = {(file, line) for line in (2, *ran)}
    found = turns_reading.kept_from([node], program, seen)
    return found and found[0].source


@pytest.mark.parametrize(
    "body",
    [
        LOOP,
        LOOP.replace("continue", "break"),
        LOOP.replace("zip([x], [n])", "zip((y, x), (n, n))"),
        AROUND,
        # A check by the form of the result reads no number of it.
        f"    print(x.shape)\n{LOOP}",
        f"    if n is None:\n        raise ValueError\n{LOOP}",
    ],
)
def test_what_is_written_out_makes_a_turn(tmp_path, body):
    assert kept_in(tmp_path, body).startswith("if b is")


def test_a_name_makes_a_turn_where_its_length_or_a_line_tells(tmp_path):
    assert kept_in(tmp_path, NAMED) is None
    assert kept_in(tmp_path, NAMED, lengths=[(3, "n", 0)]) is None
    assert kept_in(tmp_path, NAMED, lengths=[(3, "n", 2)]) == "if b is None:"
    begun = NAMED.replace("        if b", "        b = exp(b)\n        if b")
    assert kept_in(tmp_path, begun, ran=[4]) == "if b is None:"


def test_an_object_is_followed_into_what_its_class_does_when_called(tmp_path):
    assert kept_in(tmp_path, HANDED) is None
    assert kept_in(tmp_path, HANDED, lengths=[(12, "self.n", 1)]) == "if b is None:"
    other = HANDED.replace("\nterms = ", "\nterms = n\nterms = ")
    assert kept_in(tmp_path, other, lengths=[(12, "self.n", 1)]) is None
    perhaps = HANDED.replace("return terms(x, n)", "return y if n else terms(x, n)")
    assert kept_in(tmp_path, perhaps, lengths=[(12, "self.n", 1)]) is None


@pytest.mark.parametrize(
    "body",
    [
        LISTED,
        LISTED.replace("= [x]", "= tf.nest.flatten(x)"),
        LISTED.replace("= [x]", "= list(x) if isinstance(x, tuple) else [x]"),
        LISTED.replace("n = [None]", "n = tf.nest.flatten(n) if n else [None]"),
        f"    print(len(x))\n{LISTED}".replace("    x = [x]", "    z = tuple(x)")
        .replace("len(x)\n    for", "len(z)\n    for")
        .replace("zip(x", "zip(z"),
    ],
)
def test_a_list_that_holds_the_result_makes_a_turn(tmp_path, body):
    assert kept_in(tmp_path, body) == "if b is None:"


@pytest.mark.parametrize(
    "body",
    [
        LISTED.replace("= [x]", "= pick(x)"),
        LISTED.replace("= [x]", "= [x, y]").replace("zip(x", "zip(x[1:]"),
        LISTED.replace("= [x]", "= [x] if y else [y]"),
        LISTED.replace("n = [None]", "n = [] if y else [None]"),
        LISTED.replace("len(x)", "len(y)"),
        LISTED.replace("    n =", "    if y:\n        x = []\n    n ="),
        LISTED.replace("    n =", "    if y:\n        n ="),
        LISTED.replace("    n =", "    y = x[0]\n    n ="),
        f"    y = x\n{LISTED}",
    ],
)
def test_a_list_that_may_be_empty_or_hold_something_else_says_nothing(tmp_path, body):
    assert kept_in(tmp_path, body) is None


def test_a_line_that_read_it_in_one_turn_says_nothing(tmp_path):
    assert kept_in(tmp_path, LOOP, ran=[6]) is None
    assert kept_in(tmp_path, AROUND, ran=[5]) is None


@pytest.mark.parametrize(
    "body",
    [
        LOOP.replace("return y", "return x + y"),
        LOOP.replace("return y", "return a + y"),
        LOOP.replace("zip([x], [n])", "zip([x], [])"),
        LOOP.replace("zip([x], [n])", "zip([*x], [n])"),
        LOOP.replace("zip([x], [n])", "zip([exp(x)], n)"),
        LOOP.replace("y += a * b", "kept = [a, b]"),
        LOOP.replace(
            "        y += a * b", "        if n is None:\n            break\n        y += a"
        ),
        LOOP.replace("continue", "b = y"),
        LOOP.replace("        if", "        a = b\n        if"),
        f"    if n is None:\n        return y\n{LOOP}",
        f"    try:\n        y = y + n\n    except ValueError:\n        y = n\n{LOOP}",
        AROUND.replace("            y", "            for a in a: y"),
        AROUND.replace("        if", "        if y is n:\n            break\n        if"),
        AROUND.replace("    return", "        y += a\n    return"),
    ],
)
def test_what_may_have_become_of_it_otherwise_says_nothing(tmp_path, body):
    assert kept_in(tmp_path, body) is None


def test_a_variable_that_is_read_once_more_for_its_dtype_is_no_other_way(tmp_path):
    made, file = block_with(tmp_path, LOOP)
    read = Node(1, "ReadVariableOp", "", (0,), (2,), (True,), made.locations[:0])
    program = Program([made, read], [], None, "tensor", (), [])
    seen = {(file, 2)}
    of_another = Node(1, "ReadVariableOp", "", (7,), (2,), (True,), made.locations[:0])
    assert turns_reading.kept_from([made, read], program, seen) is None
    used = Node(2, "MatMul", "", (0,), (3,), (True,), made.locations)
    program = Program([made, read, used], [], None, "tensor", (), [])
    assert turns_reading.kept_from([made, read], program, seen) is not None
    assert turns_reading.kept_from([made, of_another], program, seen) is None
