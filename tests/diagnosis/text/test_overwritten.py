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


OTHER = "\ndef shown(model):\n    return model.x, model.rows['x']\n"

LOST_PARTS = [
    ("self.x", "self.x = tf.f(y)\n    self.x = tf.g(y)", OTHER),
    ("self.x", "self.x = f(y)\n    self.z = self.h(y)\n    self.x = g(self.z)", ""),
    ('rows["x"]', "rows['x'] = f(y)\n    rows['z'] = 1\n    rows['x'] = g(rows['z'])", ""),
    ('self.rows["x"]', "self.rows['x'] = f(y)\n    self.rows['x'] = g(y)", ""),
    ("self.x", "self.x, z = f(y)\n    self.x = g(z)", ""),
]
KEPT_PARTS = [
    ("self.x = f(y)\n    self.x = g(self.x)", ""),
    ("self.x = f(y)\n    self.x = self.g(y)", OTHER),
    ("self.x = f(y)\n    z = tf.map_fn(shown, y)\n    self.x = tf.g(z)", OTHER),
    ("self.x = f(y)\n    yield y\n    self.x = tf.g(y)", OTHER),
    ("self.x = f(y)\n    h(self)\n    self.x = g(y)", ""),
    ("self.x = f(y)\n    h = lambda: self.x\n    self.x = g(y)", ""),
    ("self.x = f(y)\n    self.x = g(y)", "\ndef x(self, value):\n    keep(value)\n"),
    ("self.x = f(y)\n    self.x.z = g(y)", ""),
    ("self.x = f(y)\n    z = h(y)\n    self.x = g(z)", "\ndef shown(m):\n    getattr(m, 'x')\n"),
    ("rows['x'] = f(y)\n    z = rows[y]\n    rows['x'] = g(y)", ""),
    ("rows['x'] = f(y)\n    z = sum(rows.values())\n    rows['x'] = g(y)", ""),
    ("rows['x'] = f(y)\n    rows = {}\n    rows['x'] = g(y)", ""),
    ("rows['x'] = f(y)\n    rows['x'] = rows['x'].g(y)", ""),
    ("self.rows['x'] = f(y)\n    self.rows['x'] = self.g(y)", OTHER),
    ("model.rows['x'] = f(y)\n    model.rows['x'] = g(y)", ""),
]


def line_of(tmp_path, body, made=2, ran=(), behind=""):
    file = tmp_path / "program.py"
    file.write_text(f"def loss(y):\n    {body}\nimport tensorflow as tf\n{behind}")
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


@pytest.mark.parametrize(("slot", "body", "behind"), LOST_PARTS)
def test_an_attribute_or_entry_that_is_given_another_value_has_lost_it(
    tmp_path, slot, body, behind
):
    name, line = line_of(tmp_path, body, behind=behind)
    assert name == slot
    assert "g(" in line.source


@pytest.mark.parametrize(("body", "behind"), KEPT_PARTS)
def test_an_attribute_or_entry_that_others_may_read_is_not_lost(tmp_path, body, behind):
    assert line_of(tmp_path, body, behind=behind) is None
