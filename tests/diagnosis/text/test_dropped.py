"""A result counts as dropped only where nothing can be seen to take it from where it is put."""

import pytest

from tb_gradplugin.diagnosis.text import dropped
from tb_gradplugin.schema.findings import Location

DROPPED = {
    "_ = f(y)": {"given_away": "_"},
    "x, _ = f(y)\n    return x": {"given_away": "_"},
    "x, *_ = f(y)\n    return x": {"given_away": "_"},
    "d['a'] = f(y)\n    return d['b']": {"entry": "d['a']"},
    "d = f(y)\n    return d['a'] + d['b']": {"entries_of": "d", "entries": "'a', 'b'"},
    "d = f(y)\n    for k in ('a', 'b'):\n        y += d[k]": {
        "entries_of": "d",
        "entries": "'a', 'b'",
    },
    "d = f(y)\n    return sum(d[k] for k in ['a'])": {"entries_of": "d", "entries": "'a'"},
}
KEPT = [
    "x, _ = f(y)\n    return _",
    "x, z = f(y)\n    return x",
    "d['a'] = f(y)\n    return d['a']",
    "d['a'] = f(y)\n    return d",
    "d['a'] = f(y)\n    return sum(d.values())",
    "d['a'] = f(y)\n    return [d[k] for k in y]",
    "d['a'] = f(y)\n    d['a'] += 1",
    "d['a'] = f(y)\n    return locals()",
    "global d\n    d['a'] = f(y)",
    "d[y] = f(y)\n    return d['b']",
    "d = f(y)\n    return d[0]",
    "d = f(y)\n    return d['a'] + d[y]",
    "d = f(y)\n    return d",
    "return f(y)",
]


def of(tmp_path, body, is_shared=True):
    file = tmp_path / "program.py"
    file.write_text(f"def loss(y):\n    {body}\n")
    line = next(n for n, text in enumerate(file.read_text().splitlines(), 1) if "f(y)" in text)
    return dropped.by_line(Location(str(file), line, "loss", ""), is_shared)


@pytest.mark.parametrize("body", DROPPED)
def test_what_goes_where_nothing_reads_it_is_dropped(tmp_path, body):
    assert of(tmp_path, body) == DROPPED[body]


@pytest.mark.parametrize("body", KEPT)
def test_what_may_be_read_is_not_dropped(tmp_path, body):
    assert of(tmp_path, body) == {}


def test_of_several_results_of_which_the_loss_takes_none_any_may_be_the_dropped_one(tmp_path):
    assert of(tmp_path, "x, _ = f(y)\n    return x", is_shared=False) == {}


def test_the_only_result_of_a_line_is_dropped_whatever_else_the_loss_takes(tmp_path):
    assert of(tmp_path, "_ = f(y)", is_shared=False) == {"given_away": "_"}
