"""A turn of a loop loses a result only where the loop does no more than to compute it further."""

import pytest

from tb_gradplugin.diagnosis.text import overwritten_in_turns
from tb_gradplugin.schema.findings import Location

LOST = ["", "if f.first:\n            x = x + y", "if f.first:\n            x *= y"]
LOST += ["if f.first:\n            x = g(x)\n        elif y:\n            x += y"]
KEPT = [
    "if f.first:\n            z += x",
    "if f.first:\n            y.append(x)",
    "if x > 0:\n            x = x + y",
    "if f.first:\n            x = [x]",
    "if f.first:\n            x, z = g(x)",
    "if f.first:\n            x = y",
    "z = x",
]


def line_of(tmp_path, behind):
    file = tmp_path / "program.py"
    body = f"for f in fs:\n        x = f(y)\n        {behind}\n    return x"
    file.write_text(f"def loss(y, z, fs):\n    {body}\n")
    return overwritten_in_turns.by_next_turn(Location(str(file), 3, "loss", ""))


@pytest.mark.parametrize("behind", LOST)
def test_what_the_next_turn_gives_another_value_is_lost_unread(tmp_path, behind):
    name, line = line_of(tmp_path, behind)
    assert (name, line.line) == ("x", 3)


@pytest.mark.parametrize("behind", KEPT)
def test_what_a_condition_may_have_kept_or_chosen_is_not_lost_by_the_turn(tmp_path, behind):
    assert line_of(tmp_path, behind) is None


@pytest.mark.parametrize("slot", ["self.x", 'rows["x"]'])
def test_an_attribute_or_entry_is_lost_as_a_name_is(tmp_path, slot):
    body = f"for f in fs:\n        {slot} = f(y)\n    return {slot}"
    (tmp_path / "program.py").write_text(f"def loss(y, fs):\n    {body}\n")
    made = Location(str(tmp_path / "program.py"), 3, "loss", "")
    assert overwritten_in_turns.by_next_turn(made) == (slot, made)


@pytest.mark.parametrize("behind", ["fs.append(rows)", "y = y + rows[f]", "rows = {}"])
def test_an_entry_is_not_lost_where_the_turn_does_more_with_its_container(tmp_path, behind):
    body = f"for f in fs:\n        rows['x'] = f(y)\n        {behind}"
    (tmp_path / "program.py").write_text(f"def loss(y, fs):\n    {body}\n")
    made = Location(str(tmp_path / "program.py"), 3, "loss", "")
    assert overwritten_in_turns.by_next_turn(made) is None
