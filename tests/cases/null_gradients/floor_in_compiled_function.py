"""A tf.function that XLA compiles takes the floor of what the variable scales."""

import tensorflow as tf

scale = tf.Variable(1.7, name="scale")
offset = tf.Variable(0.2, name="offset")


@tf.function(jit_compile=True)
def binned(x):
    bins = tf.floor(x * scale)  # <- culprit
    return tf.reduce_sum(tf.square(bins + offset))


def loss_fn():
    return binned(tf.constant([0.5, 1.5, 4.0]))


variables = [scale, offset]

STATUSES = {"scale": "null", "offset": "ok"}
FINDINGS = (("GN102", "Floor", "error"),)
