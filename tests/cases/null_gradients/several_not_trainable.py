"""Two of three variables are made untrainable, each on its own line."""

import tensorflow as tf

scale = tf.Variable([1.0, 2.0], name="scale", trainable=False)  # <- culprit
shift = tf.Variable([0.5, 0.1], name="shift", trainable=False)
point = tf.Variable([0.3, 0.4], name="point")


def loss_fn():
    return tf.reduce_sum(tf.square(scale * point + shift))


variables = [scale, shift, point]

STATUSES = {"scale": "null", "shift": "null", "point": "ok"}
FINDINGS = (("GN111", "", "note"),)
