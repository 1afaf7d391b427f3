"""The outer tape of a second derivative does not watch, in a method that is a tf.function."""

import tensorflow as tf

weight = tf.Variable(1.5, name="weight")
points = tf.constant([0.5, 1.5])


class Solver:
    @tf.function
    def residual(self, x):
        with tf.GradientTape() as outer:
            with tf.GradientTape() as inner:
                inner.watch(x)
                y = tf.sin(weight * x)
            slope = inner.gradient(y, x)
        return y + outer.gradient(slope, x)  # <- culprit


solver = Solver()


def loss_fn():
    return tf.reduce_mean(tf.square(solver.residual(points)))


variables = [weight]

STATUSES = {"weight": "null"}
FINDINGS = (("GN105", "", "error"),)
RAISES = ValueError
