"""Each scale overwrites the loss of the one before, whose size all of them are divided by."""

import tensorflow as tf

coarse = tf.Variable([0.4, -0.2], name="coarse")
fine = tf.Variable([0.1, 0.7, -0.3], name="fine")


def total(outputs):
    size = tf.cast(tf.shape(outputs[0])[0], tf.float32)
    for output in outputs:
        loss = tf.reduce_sum(tf.square(output - 1.0)) / size  # <- culprit
    return loss


def loss_fn():
    return total([tf.tanh(coarse), tf.tanh(fine)])


variables = [coarse, fine]

STATUSES = {"coarse": "null", "fine": "ok"}
FINDINGS = (("GN104", "RealDiv", "warning"),)
