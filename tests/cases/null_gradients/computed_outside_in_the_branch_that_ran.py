"""A tensor that one of two lines computed beforehand, as a constant of the file says which."""

import tensorflow as tf

NORMALISATION = "sum"

kernel = tf.Variable([0.2, 0.8, 0.4], name="kernel")
if NORMALISATION == "largest":
    weights = kernel / tf.reduce_max(kernel)
else:
    weights = kernel / tf.reduce_sum(kernel)  # <- culprit


def loss_fn():
    return tf.reduce_sum(weights * tf.constant([1.0, 2.0, 3.0]))


variables = [kernel]

STATUSES = {"kernel": "null"}
FINDINGS = (("GN107", "Mul", "error"),)
