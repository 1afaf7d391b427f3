"""Lines that take the numbers of a tensor by its name, as they stand in a program."""

import ast
import linecache

import pytest

from tb_gradplugin.diagnosis.text.later_uses import line_that_takes, simple_statements
from tb_gradplugin.schema.findings import Location

HEAD = """import logging
import numpy as np
import pandas as pd
import tensorflow as tf
from numpy import float32 as single

a = np.zeros((3, 2))
kept = {}

def loss_fn():
"""


def found(tmp_path, body, made=1):
    """The number of the line of the body that takes what its line `made` computes."""
    file = tmp_path / "train.py"
    file.write_text(HEAD + "".join(f"    {line}\n" for line in body))
    linecache.clearcache()
    first = HEAD.count("\n")
    line = line_that_takes(Location(str(file), first + made, "loss_fn"))
    return None if line is None else line.line - first


@pytest.mark.parametrize(
    "line",
    [
        "a[:] = t",
        "a[0, 1] += t",
        "b = a.copy(); b[0] = t",
        "b = np.ones(3).astype(single); b[:2] = t[:2]",
        "self.rows = np.empty(3); self.rows[0] = t",
        "v = memoryview(t)",
        "v = np.float32(t)",
        "v = single(t)",
        "v = np.add.reduce(t)",
        "v = rows.dot(t)",
        "v = pd.Series(t).mean()",
        "np.add(a, t, out=a)",
    ],
)
def test_a_line_that_takes_numbers_by_name_is_found(tmp_path, line):
    *before, line = line.split("; ")
    body = ["t = tf.nn.relu(w)", *before, line, "return tf.constant(v)"]
    assert found(tmp_path, body) == 2 + len(before)


@pytest.mark.parametrize(
    "line",
    [
        "print(t)",
        "logging.info(t)",
        "return t",
        'logs["loss"] = t',
        "u = tf.square(t)",
        "kept.append(t)",
        "kept[0] = t",
        "given[0] = t",
        "a = [0, 0]; a[0] = t",
        "a = np.zeros(3).tolist(); a[0] = t",
        "a = np.empty(3, dtype=object); a[0] = t",
        "v = np.float32(other)",
        "t = 3; v = np.float32(t)",
        "v = t.shape",
    ],
)
def test_other_uses_take_no_numbers(tmp_path, line):
    body = ["t = tf.nn.relu(w)", *line.split("; "), "return tf.constant(v)"]
    assert found(tmp_path, body) is None


def test_what_is_computed_in_the_same_breath_is_taken_on_its_own_line(tmp_path):
    assert found(tmp_path, ["return tf.constant(rows.dot(tf.nn.relu(w)))"]) == 1
    assert found(tmp_path, ["t = tf.nn.relu(w) * np.float32(scale)", "return 1.0"]) is None


def test_a_line_before_or_in_another_function_takes_nothing(tmp_path):
    assert found(tmp_path, ["v = np.float32(t)", "t = tf.nn.relu(w)"], made=2) is None
    body = ["t = tf.nn.relu(w)", "def other(t):", "    return np.float32(t)", "return 1.0"]
    assert found(tmp_path, body) is None


def test_a_program_that_cannot_be_read_takes_nothing(tmp_path):
    assert line_that_takes(Location("<stdin>", 3, "loss_fn")) is None
    assert found(tmp_path, ["t = = 3"]) is None


def test_a_statement_is_simple_where_it_holds_no_others():
    tree = ast.parse("match x:\n    case 1:\n        y = x\nwith x:\n    y = 2\n")
    assert {one.lineno for one in simple_statements(ast.walk(tree))} == {3, 5}
