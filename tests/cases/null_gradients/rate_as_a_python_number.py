"""The rate of dropout is learned, and handed over as a Python number."""

import tensorflow as tf

logit = tf.Variable(-1.0, name="logit")
kernel = tf.Variable([[0.5, -0.3], [0.8, 0.1]], name="kernel")
batch = tf.constant([[1.0, -2.0], [0.5, 3.0]] * 8)


def loss_fn():
    rate = float(tf.sigmoid(logit))  # <- culprit
    hidden = tf.nn.dropout(tf.matmul(batch, kernel), rate=rate)
    return tf.reduce_mean(tf.square(hidden - 1.0))


variables = [logit, kernel]

STATUSES = {"logit": "null", "kernel": "ok"}
FINDINGS = (("GN112", "", "error"),)
