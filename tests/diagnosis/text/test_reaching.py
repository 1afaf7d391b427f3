"""Which lines may have been the last to give a name its value."""

import ast

import pytest

from tb_gradplugin.diagnosis.text import conditions, reaching

KNOWN = {"on": True, "off": False, "three": 3, "kind": "row", "nothing": None}


def value(node):
    return KNOWN.get(getattr(node, "id", ""), conditions.UNKNOWN)


def holds(test):
    return conditions.holds(test, value)


def lines(text, now=None):
    function = ast.parse("def made():\n" + text).body[0]
    given = [
        (node.lineno, node.value)
        for node in ast.walk(function)
        if isinstance(node, (ast.Assign, ast.AugAssign))
    ]
    given += [
        (node.lineno, node.iter)
        for node in ast.walk(function)
        if isinstance(node, ast.For) and getattr(node.target, "id", "") == "x"
    ]
    last = reaching.last(function, sorted(given, key=lambda one: one[0]), holds, now)
    return [line for line, _ in last]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (" x = a()\n x = b()", [3]),
        (" x = a()\n if on:\n  x = b()", [4]),
        (" x = a()\n if off:\n  x = b()", [2]),
        (" x = a()\n if unknown():\n  x = b()", [2, 4]),
        (" x = a()\n if unknown():\n  x = b()\n else:\n  x = c()", [4, 6]),
        (" if off:\n  x = a()\n elif three == 3:\n  x = b()\n else:\n  x = c()", [5]),
        (" x = a()\n if unknown():\n  return\n x = b()", [2, 5]),
        (" x = a()\n if unknown():\n  raise ValueError\n x = b()", [5]),
        (" x = a()\n for _ in range(three):\n  x += 1", [4]),
        (" x = a()\n for _ in range(0):\n  x = b()", [2]),
        (" x = a()\n for _ in unknown():\n  x = b()", [2, 4]),
        (" x = a()\n for x in unknown():\n  pass", [3]),
        (" x = a()\n while unknown():\n  x = b()", [2, 4]),
        (" x = a()\n while True:\n  if unknown():\n   break\n  x = b()", [2, 6]),
        (" x = a()\n try:\n  x = b()\n except ValueError:\n  pass", [2, 4]),
        (" x = a()\n with unknown():\n  x = b()", [4]),
        (" x = a()\n match kind:\n  case 1:\n   x = b()", [2, 5]),
    ],
)
def test_what_may_hold_at_the_end(text, expected):
    assert lines(text) == expected


def test_what_has_not_come_to_its_end_is_followed_to_the_line_that_is_running():
    text = " x = a()\n if unknown():\n  x = b()\n  use(x)\n  x = c()\n x = d()"
    assert lines(text, now=5) == [4]
    assert lines(text, now=7) == [2, 6]
    assert lines(" if unknown():\n  return\n x = a()\n use(x)", now=5) == [4]


def test_a_sum_that_takes_the_place_of_its_name_is_told_as_a_sum():
    function = ast.parse("def made():\n x = a()\n x += 1").body[0]
    given = [(node.lineno, node.value) for node in function.body]
    ((line, made),) = reaching.last(function, given, holds)
    assert (line, ast.unparse(made)) == (3, "x + 1")


def test_lines_of_a_branch_that_was_not_taken_have_not_run():
    text = "def made():\n if on:\n  x = a()\n else:\n  x = b()\n if unknown():\n  x = c()"
    function = ast.parse(text).body[0]
    given = [(line, ast.Constant(1)) for line in (3, 5, 7)]
    assert [line for line, _ in reaching.that_may_have_run(function, given, holds)] == [3, 7]


@pytest.mark.parametrize(
    ("test", "expected"),
    [
        ("kind == 'row'", True),
        ("kind in ('column', 'row')", True),
        ("kind not in ['column', 'row']", False),
        ("nothing is None", True),
        ("kind is not None", True),
        ("not nothing", True),
        ("1 < three <= 3", True),
        ("three > 1 and unknown", None),
        ("three < 1 and unknown", False),
        ("three < 1 or unknown", None),
        ("on or unknown", True),
        ("three == -3", False),
        ("kind < three", None),
        ("unknown() == 3", None),
        ("kind == unknown.name", None),
        ("len(kind) == 3", None),
    ],
)
def test_whether_a_condition_holds(test, expected):
    assert holds(ast.parse(test, mode="eval").body) is expected
