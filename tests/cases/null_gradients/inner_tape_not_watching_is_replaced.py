"""A tape inside of the loss gives None, and the program goes on with zeros in its place."""

import tensorflow as tf

weight = tf.Variable([1.5, -0.5], name="weight")
points = tf.constant([0.5, 1.5])


def loss_fn():
    with tf.GradientTape() as tape:
        y = tf.sin(weight * points)
    slope = tape.gradient(y, points)  # <- culprit
    if slope is None:
        slope = tf.zeros_like(y)
    return tf.reduce_mean(tf.square(slope - 1.0))


variables = [weight]

STATUSES = {"weight": "null"}
FINDINGS = (("GN105", "", "error"),)
