"""A test on names is an accident only where it begins a word in the names of all that is used."""

import linecache

import pytest
import tensorflow as tf

from tb_gradplugin.capture.unread_variables import name_filters

BY_ACCIDENT = [
    ('[v for v in every if "en" in v.name]', ["en/a", "den/b"]),
    ('[v for v in every if v.trainable and "en" in v.name]', ["x_en/a", "x_den/b"]),
    ('tuple(v for v in every if "e_" in v.name)', ["e_1/a", "dense_1/b"]),
]
MEANT = [
    ('[v for v in every if "en" in v.name]', ["en/a", "x/en/b"]),
    ('[v for v in every if "en" in v.name]', ["den/a", "en/b"]),
    ('[v for v in every if "en" in v.name]', ["den/a", "den/b"]),
    ('[v for v in every if "en" in v.name or v.trainable]', ["en/a", "den/b"]),
    ('[v for v in every if "en" not in v.name]', ["a", "b"]),
    ('[v for v in every if v.name.startswith("en")]', ["en/a", "en/b"]),
    ('[v for v in every if "Dense" in v.name]', ["Dense/a", "myDense/b"]),
    ("list(every)", ["en/a", "den/b"]),
]


def found(tmp_path, chosen, names):
    """What is said of two variables, of which the loss uses the first."""
    path = tmp_path / "program.py"
    path.write_text(f"chosen = {chosen}\n\n\ndef loss_fn():\n    return chosen[0] * 2.0\n")
    linecache.checkcache(str(path))
    space = {"every": [tf.Variable(1.0, name=name) for name in names]}
    exec(compile(path.read_text(), str(path), "exec"), space)
    return name_filters.found(space["loss_fn"], space["chosen"], [True, False])


@pytest.mark.parametrize(("chosen", "names"), BY_ACCIDENT)
def test_a_part_of_a_name_within_a_word_is_an_accident(tmp_path, chosen, names):
    assert found(tmp_path, chosen, names).line.line == 1


@pytest.mark.parametrize(("chosen", "names"), MEANT)
def test_what_the_lines_or_the_names_leave_open_is_none(tmp_path, chosen, names):
    assert found(tmp_path, chosen, names) is None
