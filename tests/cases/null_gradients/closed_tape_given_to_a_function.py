"""A function is given a tape that is closed, computes its target and asks for the slope of that."""

import tensorflow as tf

weight = tf.Variable([0.5, -1.0], name="weight")
direction = tf.constant([0.3, 0.1])


def curvature_along(tape, slope, direction):
    product = tf.reduce_sum(slope * direction)  # <- culprit
    return tape.gradient(product, weight)


def loss_fn():
    with tf.GradientTape(persistent=True) as tape:
        energy = tf.reduce_sum(weight**4)
        slope = tape.gradient(energy, weight)
    curvature = curvature_along(tape, slope, direction)
    return tf.reduce_sum(tf.square(direction - 0.1 * curvature))


variables = [weight]
RAISES = TypeError

STATUSES = {"weight": "null"}
FINDINGS = (("GN119", "", "error"),)
