"""Two tasks have a loss each, and a setting of the file picks the one that is returned."""

import tensorflow as tf

TASK = 0
shared = tf.Variable([[0.5, -0.25], [0.75, 1.0]], name="shared")
heads = [tf.Variable([[0.3], [0.8]], name=f"head{i}") for i in range(2)]
x = tf.constant([[0.5, -1.0], [2.0, 0.25]])


def losses(inputs):
    features = tf.nn.tanh(inputs @ shared)
    first = tf.reduce_mean(tf.square(features @ heads[0] - 1.0))
    second = tf.reduce_mean(tf.abs(features @ heads[1] + 1.0))
    return [first, second]


def loss_fn():
    every = losses(x)
    return every[TASK]  # <- culprit


variables = [shared, *heads]

STATUSES = {"shared": "ok", "head0": "ok", "head1": "null"}
FINDINGS = (("GN104", "Mean", "note"),)
