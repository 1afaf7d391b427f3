"""A Python number that is taken from a tensor chooses which layer is called."""

import tensorflow as tf

preference = tf.Variable([0.2, 0.9], name="preference")
choices = [tf.Variable(1.5, name="first"), tf.Variable(-0.5, name="second")]


def loss_fn():
    best = int(tf.argmax(tf.nn.softmax(preference)))  # <- culprit
    return tf.square(choices[best] - 1.0)


variables = [preference, choices[1]]

STATUSES = {"preference": "null", "second": "ok"}
FINDINGS = (("GN112", "ArgMax", "warning"),)
