"""A write to an array is dropped only where its statement does no more than that."""

import pytest

from tb_gradplugin.diagnosis.text import array_writes
from tb_gradplugin.schema.findings import Location

DROPPED = [
    ("    rows.write(0, g(x))\n", "rows", "write"),
    ("    self.rows.write(0, g(x))\n", "self.rows", "write"),
    ("    rows.scatter([0, 1],\n        g(x))\n", "rows", "scatter"),
    ("    rows.unstack(g(x))\n", "rows", "unstack"),
    ("    made(2).write(0, g(x))\n", "", "write"),
]
KEPT = [
    "    rows = rows.write(0, g(x))\n",
    "    other = rows.write(0, g(x))\n",
    "    return rows.write(0, g(x))\n",
    "    arrays.append(rows.write(0, g(x)))\n",
    "    rows.write(0, g(x)).mark_used()\n",
    "    write(rows, 0, g(x))\n",
    "    y = g(x)\n    rows.write(0, y)\n",
]


def line_with(tmp_path, body, part):
    text = f"def f(self, rows, x):\n{body}"
    (tmp_path / "program.py").write_text(text)
    line = next(number for number, one in enumerate(text.splitlines(), 1) if part in one)
    return Location(str(tmp_path / "program.py"), line, "f", "")


@pytest.mark.parametrize(("body", "array", "method"), DROPPED)
def test_a_statement_that_is_a_write_drops_what_it_gives_back(tmp_path, body, array, method):
    found = array_writes.dropped_by(line_with(tmp_path, body, "g(x)"))
    assert (found.array, found.method, found.line.line) == (array, method, 2)


@pytest.mark.parametrize("body", KEPT)
def test_what_a_statement_uses_further_is_kept(tmp_path, body):
    assert array_writes.dropped_by(line_with(tmp_path, body, "g(x)")) is None


def test_the_write_is_one_to_the_array_that_is_read(tmp_path):
    body = (
        "    other.write(0, x)\n    rows.write(0, x)\n    rows.write(1, x)\n    return rows.stack()"
    )
    assert array_writes.of_array_read_by(line_with(tmp_path, body, "stack")).line.line == 3


def test_an_array_that_is_written_as_it_should_be_has_no_dropped_write(tmp_path):
    body = "    other.write(0, x)\n    rows = rows.write(0, x)\n    return rows.stack()"
    assert array_writes.of_array_read_by(line_with(tmp_path, body, "stack")) is None
