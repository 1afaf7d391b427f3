"""Gradients that TensorFlow has registered, against finite differences of the ops themselves."""

import keras
import numpy as np
import pytest
import tensorflow as tf

from tb_gradplugin.capture import gradient_check


@pytest.mark.parametrize(
    ("values", "wrong"), [([2.0, 3.0, 0.0], True), ([2.0, 3.0, 0.5], False)], ids=["zero", "none"]
)
def test_the_cumulative_product_is_wrong_where_there_is_a_zero(values, wrong):
    factors = tf.Variable(values)

    def loss():
        return tf.reduce_sum(tf.math.cumprod(factors))

    found = gradient_check.checks(loss, [factors], verify="all").results
    assert [result.outcome for result in found] == ["wrong"] * wrong


def test_the_singular_vectors_are_wrong_where_singular_values_are_equal():
    weights = tf.constant(np.arange(9.0, dtype="float32").reshape(3, 3))

    def loss_of(matrix):
        return lambda: tf.reduce_sum(tf.linalg.svd(matrix)[1] * weights)

    equal = tf.Variable(2.0 * tf.eye(3))
    (result,) = gradient_check.checks(loss_of(equal), [equal], verify="all").results
    assert (result.outcome, result.facts["reason"]) == ("wrong", "jump")
    apart = tf.Variable(tf.linalg.diag([3.0, 2.0, 1.0]) + 0.1 * tf.ones((3, 3)))
    assert not gradient_check.checks(loss_of(apart), [apart], verify="all").results


@pytest.mark.parametrize("size", [2, 3, 4])
def test_the_eigenvectors_are_wrong_where_eigenvalues_are_equal(size):
    weights = tf.constant(np.arange(float(size**2), dtype="float32").reshape(size, size))

    def loss_of(matrix):
        return lambda: tf.reduce_sum(tf.linalg.eigh(matrix)[1] * weights)

    equal = tf.Variable(2.0 * tf.eye(size))
    (result,) = gradient_check.checks(loss_of(equal), [equal], verify="all").results
    assert (result.outcome, result.facts["reason"]) == ("wrong", "jump")
    apart = tf.Variable(tf.linalg.diag(tf.range(1.0, size + 1.0)))
    assert not gradient_check.checks(loss_of(apart), [apart], verify="all").results


def test_a_derivative_that_holds_to_one_side_of_a_step_is_not_accused():
    whole = tf.Variable([1.0, 2.0, 3.0])

    def loss():
        return tf.reduce_sum(tf.math.floormod(whole, 1.0) * [1.0, 2.0, 3.0])

    assert not gradient_check.checks(loss, [whole], verify="all").results


def test_no_op_of_a_sound_network_is_accused():
    model = keras.Sequential(
        [
            keras.Input((12, 12, 3)),
            keras.layers.Conv2D(4, 3, activation="relu"),
            keras.layers.BatchNormalization(),
            keras.layers.MaxPooling2D(),
            keras.layers.Dropout(0.5),
            keras.layers.Conv2D(4, 3, activation="gelu"),
            keras.layers.LayerNormalization(),
            keras.layers.Reshape((9, 4)),
            keras.layers.LSTM(5),
            keras.layers.Dense(10, activation="softmax"),
        ]
    )
    x = tf.constant(np.random.default_rng(1).normal(size=(4, 12, 12, 3)).astype("float32"))
    y = tf.constant([1, 2, 3, 4])

    def loss():
        given = model(x, training=True)
        return tf.reduce_mean(keras.losses.sparse_categorical_crossentropy(y, given))

    assert not gradient_check.checks(loss, model.trainable_variables, verify="all").results


def test_kinks_at_the_very_values_are_no_error():
    zero = tf.Variable(tf.zeros((3, 4)))

    def loss():
        parts = (
            tf.abs(zero),
            tf.nn.relu(zero),
            tf.maximum(zero, 0.0),
            tf.nn.elu(zero),
            tf.sign(zero),
        )
        return tf.reduce_sum(tf.add_n(parts)) + tf.reduce_max(zero) + tf.reduce_prod(zero[0])

    assert not gradient_check.checks(loss, [zero], verify="all").results


@pytest.mark.parametrize("function", [tf.linalg.cholesky, lambda a: tf.linalg.eigh(a)[0]])
def test_ops_that_read_half_of_a_symmetric_matrix_are_stepped_along_symmetric_matrices(function):
    root = tf.Variable(np.random.default_rng(5).normal(size=(4, 4)).astype("float32"))
    weights = tf.constant(np.random.default_rng(6).normal(size=(4, 4)).astype("float32"))

    def loss():
        covariance = tf.matmul(root, root, transpose_b=True) + 0.1 * tf.eye(4)
        return tf.reduce_sum(function(covariance) * weights)

    assert not gradient_check.checks(loss, [root], verify="all").results


def test_the_gradient_of_a_random_draw_is_not_judged_by_one_sample():
    mean = tf.Variable([-3.0, -1.0, 0.5])

    def loss():
        drawn = tf.random.stateless_gamma((64, 3), (1, 2), alpha=tf.nn.softplus(mean))
        return tf.reduce_mean(drawn**2)

    assert not gradient_check.checks(loss, [mean], verify="all").results
