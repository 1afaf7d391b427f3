"""What is left out of a loss is blamed on `zip` only where the lengths allow it."""

import linecache

import pytest

import tb_gradplugin

PROGRAM = """
import tensorflow as tf

first, second = tf.Variable([1.0, 2.0]), tf.Variable([3.0, 4.0])


def model(x):
    return [x * first, x * second]


def square(given):
    return tf.reduce_sum(tf.square(given))


terms = {terms}


def loss_fn():
    given = model(tf.constant([1.0, -1.0]))
    total = 0.0
    for term, one in zip({zipped}):
        total += {added}
    return total
"""
SHORT = [
    ("[square]", "terms, given", "term(one)"),
    ("(0.5,)", "terms, given", "term * square(one)"),
    ("{'near': square}", "terms.values(), given", "term(one)"),
    ("3", "range(1), given", "square(one)"),
]
LONG = [
    ("[square, lambda _: 1.0]", "terms, given", "term(one)"),
    ("[square, 0.0]", "terms, given", "term(one) if term else 0.0"),
    ("[square, lambda _: 1.0]", "terms, given, strict=True", "term(one)"),
]


def text_of(tmp_path, terms, zipped, added):
    path = tmp_path / "program.py"
    path.write_text(PROGRAM.format(terms=terms, zipped=zipped, added=added))
    linecache.checkcache(str(path))
    space = {}
    exec(compile(path.read_text(), str(path), "exec"), space)
    return str(tb_gradplugin.explain(space["loss_fn"], [space["first"], space["second"]]))


@pytest.mark.parametrize(("terms", "zipped", "added"), SHORT)
def test_a_shorter_list_ends_a_zip(tmp_path, terms, zipped, added):
    assert "with 1 element," in text_of(tmp_path, terms, zipped, added)


@pytest.mark.parametrize(("terms", "zipped", "added"), LONG)
def test_a_list_that_is_long_enough_leaves_nothing_out(tmp_path, terms, zipped, added):
    assert "`zip`" not in text_of(tmp_path, terms, zipped, added)
