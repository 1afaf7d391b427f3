"""A helper asks the tape for slopes; one of its calls gives it what the tape does not watch."""

import tensorflow as tf

weight = tf.Variable([1.5, -0.5], name="weight")
walls = {"left": tf.constant([0.0, 0.2]), "right": tf.constant([1.0, 1.3])}


class Slopes:
    def of(self, tape, result, at):
        return tape.gradient(result, at)

    def normal(self, tape, result, at):
        return -self.of(tape, result, at=at)


def height(x):
    return tf.sin(weight * x)


def loss_fn():
    slopes = Slopes()
    left, right = tf.square(walls["left"]), tf.square(walls["right"])
    with tf.GradientTape(persistent=True) as tape:
        tape.watch(left)
        at_left, at_right = height(left), height(right)
    into_left = slopes.normal(tape, at_left, left)
    into_right = slopes.normal(tape, at_right, right)  # <- culprit
    return tf.reduce_mean(tf.square(into_left - into_right))


variables = [weight]
RAISES = TypeError

STATUSES = {"weight": "null"}
FINDINGS = (("GN105", "", "error"),)
