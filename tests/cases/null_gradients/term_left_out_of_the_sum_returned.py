"""A loss of two terms, of which the sum that is returned has one alone."""

import tensorflow as tf

mean = tf.Variable([0.5, -0.25], name="mean")
spread = tf.Variable([0.1, 0.2], name="spread")


def loss_fn():
    reconstruction_loss = tf.reduce_mean(tf.square(mean - 1.0))
    penalty_loss = 0.1 * tf.reduce_sum(tf.exp(spread) - spread)  # noqa: F841
    return 2.0 * reconstruction_loss  # <- culprit


variables = [mean, spread]

STATUSES = {"mean": "ok", "spread": "null"}
FINDINGS = (("GN104", "Mul", "warning"),)
