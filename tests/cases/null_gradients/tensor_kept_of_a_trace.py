"""A layer keeps a tensor of the trace of a tf.function, which is no value outside of it."""

import tensorflow as tf

weight = tf.Variable([1.0, 2.0], name="weight")
kept = {}


@tf.function
def features(x):
    kept["hidden"] = x * weight
    return tf.reduce_sum(kept["hidden"])


def loss_fn():
    features(tf.constant([1.0, 2.0]))
    return tf.reduce_sum(tf.square(kept["hidden"]))  # <- culprit


variables = [weight]

STATUSES = {"weight": "null"}
FINDINGS = (("GN199", "", "error"),)
RAISES = TypeError
