"""A variable was made from a Python int, so it is an integer itself."""

import tensorflow as tf

offset = tf.Variable(3, name="offset")  # <- culprit
slope = tf.Variable(2.0, name="slope")


def loss_fn():
    x = slope * tf.cast(offset, tf.float32)
    return tf.square(x - 1.0)


variables = [offset, slope]

STATUSES = {"offset": "null", "slope": "ok"}
FINDINGS = (("GN103", "", "note"),)
