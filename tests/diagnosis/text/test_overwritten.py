"""A result counts as lost only where its name surely has another value before anything reads it."""

import pytest

from tb_gradplugin.diagnosis.text import overwritten
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


def line_of(tmp_path, body, made=2, ran=()):
    file = tmp_path / "program.py"
    file.write_text(f"def loss(y):\n    {body}\n")
    ran = {(str(file), line) for line in ran}
    return overwritten.by_line(Location(str(file), made, "loss", ""), ran)


@pytest.mark.parametrize("body", LOST)
def test_a_name_that_is_given_another_value_unread_has_lost_the_first(tmp_path, body):
    name, line = line_of(tmp_path, body)
    assert name == "x"
    assert line.source.startswith("x = g(")


def test_under_a_condition_it_is_lost_where_the_line_is_known_to_have_run(tmp_path):
    body = "x = f(y)\n    if y:\n        x = g(y)\n    return x"
    assert line_of(tmp_path, body, ran=[2, 4])[1].line == 4
    assert line_of(tmp_path, body, ran=[2]) is None


def test_what_the_last_turn_of_a_loop_gives_may_be_lost_behind_it(tmp_path):
    body = "for f in y:\n        x, z = f(x)\n        y.append(z)\n    x = g(y)\n    return x"
    assert line_of(tmp_path, body, made=3)[1].line == 5


def test_of_several_results_one_is_lost_where_the_others_are_read(tmp_path):
    assert line_of(tmp_path, "x, z = f(y)\n    x = g(z)")[0] == "x"


@pytest.mark.parametrize("body", KEPT)
def test_what_may_be_read_or_is_given_away_is_not_lost(tmp_path, body):
    assert line_of(tmp_path, body) is None
