"""A result counts as lost only where its name surely has another value before anything reads it."""

import pytest

from tb_gradplugin.diagnosis import overwritten
from tb_gradplugin.schema.findings import Location

LOST = ["x = f(y)\n    x = g(y)", "x = f(y)\n    z = 1\n    x = g(y, z)"]
KEPT = [
    "x = f(y)\n    x = g(x)",
    "x = f(y)\n    print(x)\n    x = g(y)",
    "x = f(y)\n    if y:\n        x = g(y)",
    "x = f(y)\n    x += g(y)",
    "x = f(y)\n    h = lambda: x\n    x = g(y)",
    "x, z = f(y)\n    x = g(y)",
    "_ = f(y)\n    _ = g(y)",
    "x = f(y)\n    return g(y)",
]


def line_of(tmp_path, body):
    file = tmp_path / "program.py"
    file.write_text(f"def loss(y):\n    {body}\n")
    return overwritten.by_line(Location(str(file), 2, "loss", ""))


@pytest.mark.parametrize("body", LOST)
def test_a_name_that_is_given_another_value_unread_has_lost_the_first(tmp_path, body):
    name, line = line_of(tmp_path, body)
    assert name == "x"
    assert line.source.startswith("x = g(")


@pytest.mark.parametrize("body", KEPT)
def test_what_may_be_read_or_is_given_away_is_not_lost(tmp_path, body):
    assert line_of(tmp_path, body) is None
