"""The slope of a maximum is a comparison, so a penalty on it does not reach what is compared."""

import tensorflow as tf

weight = tf.Variable(1.5, name="weight")
shift = tf.Variable([0.1, 3.0], name="shift")
x = tf.constant([0.5, 1.5])


def loss_fn():
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = weight * tf.reduce_max(x + shift)  # <- culprit
    slope = tape.gradient(y, x)
    return tf.reduce_sum(tf.square(slope - 1.0))


variables = [weight, shift]

STATUSES = {"weight": "ok", "shift": "null"}
FINDINGS = (("GN118", "Equal", "error"),)
