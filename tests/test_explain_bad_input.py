"""What `explain` says where data or a variable is not finite before anything is computed."""

import keras
import numpy as np
import pytest
import tensorflow as tf

import tb_gradplugin as tbg

X = np.random.default_rng(0).normal(size=(16, 8)).astype("float32")


def told(loss_fn, variables):
    report = tbg.explain(loss_fn, variables)
    (finding,) = report.findings
    assert finding.code == "GH223"
    return " ".join(str(report).split())


@pytest.mark.parametrize("is_asked", [True, False])
def test_a_variable_is_told_with_its_own_shape(is_asked):
    first, last = keras.layers.Dense(4, name="first"), keras.layers.Dense(1, name="last")
    last(first(X))
    first.kernel.assign(tf.fill([8, 4], np.nan))
    asked = [first.kernel, last.kernel] if is_asked else [last.kernel]
    said = told(lambda: tf.reduce_mean(last(first(X)) ** 2), asked)
    assert "32 of 32 elements of a float32 tensor of shape (8, 4) are NaN" in said
    assert "A variable that was once updated with NaN stays NaN" in said


def test_rows_that_are_looked_up_are_of_a_table_with_its_own_shape():
    table = keras.layers.Embedding(5, 3, name="table")
    table(tf.constant([0, 1]))
    table.embeddings.assign(tf.fill([5, 3], np.nan))
    said = told(lambda: tf.reduce_mean(table(tf.constant([0, 1])) ** 2), table.trainable_variables)
    assert "15 of 15 elements of a float32 tensor of shape (5, 3) are NaN" in said


def test_of_infinite_data_nothing_is_said_of_missing_values():
    w = tf.Variable(tf.ones([8, 1]), name="w")
    y = np.zeros((16, 1), "float32")
    y[0] = np.inf
    targets = tf.constant(y)
    said = told(lambda: tf.reduce_mean((X @ w - targets) ** 2), [w])
    assert "already contains infinity" in said
    assert "NaN" not in said.partition("why ")[2]
    assert "missing" not in said
    assert "One infinity in a batch reaches every variable by way of the loss." in said
    assert "a division by 0, the logarithm of 0 or a number too large for its dtype" in said


def test_an_infinite_variable_is_not_called_nan():
    w = tf.Variable([[1.0], [np.inf]], name="w")
    said = told(lambda: tf.reduce_mean((X[:, :2] @ w) ** 2), [w])
    assert "already contains infinity" in said
    assert "NaN" not in said.partition("why ")[2]
    assert "Restore the variable from a checkpoint before it became infinite" in said
