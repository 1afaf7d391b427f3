"""A part of an object that nothing reads is told of where all that has the object is seen."""

import pytest

from tests.diagnosis.text.sources import explained

PROGRAM = """
import dataclasses

import tensorflow as tf

seen = []
lost, kept = tf.Variable([0.5, -1.0], name="lost"), tf.Variable([2.0, 1.0], name="kept")


@dataclasses.dataclass
class Pair:
    first: tf.Tensor
    second: tf.Tensor


def made(x):
    squashed = tf.tanh(lost * x)
    matrix = tf.SparseTensor([[0, 1], [1, 0]], squashed, [2, 2])
    return kept * x, matrix


def summed(x, matrix):
    rows = matrix.indices[:, 0]
    return tf.reduce_sum(tf.gather(x, rows)) * tf.cast(matrix.dense_shape[0], tf.float32)


def loss_fn():
    x, matrix = made(tf.constant([3.0, 4.0]))
    return summed(x, matrix)


variables = [lost, kept]
"""

MATRIX = "tf.SparseTensor([[0, 1], [1, 0]], squashed, [2, 2])"
READ = "rows = matrix.indices[:, 0]\n"
OF_PAIR = (
    PROGRAM.replace(MATRIX, "Pair(tf.constant([[0, 1], [1, 0]]), second=squashed)")
    .replace("matrix.indices", "matrix.first")
    .replace("matrix.dense_shape[0]", "matrix.first[0, 1]")
)

UNREAD = {
    "by place": (PROGRAM, "values", "SparseTensor"),
    "by keyword": (
        PROGRAM.replace(
            "[[0, 1], [1, 0]], squashed", "values=squashed, indices=[[0, 1], [1, 0]]"
        ).replace(", [2, 2])", ", dense_shape=[2, 2])"),
        "values",
        "SparseTensor",
    ),
    "computed where it is made": (
        PROGRAM.replace("    squashed = tf.tanh(lost * x)\n", "").replace(
            "squashed", "tf.tanh(lost * x)"
        ),
        "values",
        "SparseTensor",
    ),
    "of an object of the program's own": (OF_PAIR, "second", "Pair"),
}

OTHERS = {
    "it is read": PROGRAM.replace(READ, f"{READ}    print(matrix.values)\n"),
    "the object is used as a whole": PROGRAM.replace(
        READ, f"{READ}    print(tf.sparse.to_dense(matrix))\n"
    ),
    "a method may read it": PROGRAM.replace(READ, f"{READ}    matrix.with_values(tf.ones([2]))\n"),
    "something else has the result as well": PROGRAM.replace(
        "    return kept", "    seen.append(squashed)\n    return kept"
    ),
    "which of two it was is not known": PROGRAM.replace(
        "    return kept", "    matrix = matrix if x.shape else None\n    return kept"
    ),
}


@pytest.mark.parametrize("kind", UNREAD)
def test_the_line_that_reads_the_other_parts_comes_first(tmp_path, kind):
    source, attribute, of = UNREAD[kind]
    finding = explained(tmp_path, source)
    assert finding.evidence["unread_entries"] == attribute
    assert finding.evidence["attributes_of"] == of
    assert "rows = " in finding.locations[0].source


@pytest.mark.parametrize("kind", OTHERS)
def test_it_may_be_read(tmp_path, kind):
    assert "attributes_of" not in explained(tmp_path, OTHERS[kind]).evidence
