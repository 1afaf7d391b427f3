"""Gradients of slopes that the loss takes of absolute values: these have no slope of their own."""

import tensorflow as tf

from tests.cases.sick_gradients.case import case


@case("GH210")
def slope_of_absolute_values():
    w = tf.Variable([[5.0, -7.0]], name="w")
    x = tf.constant([[0.3], [-0.7]])

    def loss():
        with tf.GradientTape() as tape:
            tape.watch(x)
            score = tf.reduce_sum(tf.abs(x + w))
        return tf.reduce_mean((tape.gradient(score, x) - 1.0) ** 2)

    return loss, [w]


@case("GH210")
def bend_of_absolute_values():
    w = tf.Variable([[5.0, -7.0]], name="w")
    x = tf.constant([[0.3], [-0.7]])

    def loss():
        with tf.GradientTape() as outer:
            outer.watch(x)
            with tf.GradientTape() as inner:
                inner.watch(x)
                score = tf.reduce_sum(tf.abs(x @ w))
            slope = inner.gradient(score, x)
        return tf.reduce_mean((outer.gradient(slope, x) - 1.0) ** 2)

    return loss, [w]
