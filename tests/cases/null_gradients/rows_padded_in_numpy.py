"""Parts of a variable are stored into rows of zeros that NumPy made, which the loss stacks."""

import numpy as np
import tensorflow as tf

taps = tf.Variable([1.0, -0.5, 0.25], name="taps")
gain = tf.Variable(2.0, name="gain")


def padded():
    rows = []
    for size in range(1, 4):
        row = np.zeros(3, dtype="float32")
        row[:size] = taps[:size]  # <- culprit
        rows.append(row)
    return tf.stack(rows)


def loss_fn():
    return tf.reduce_mean(tf.square(padded() * gain - 1.0))


variables = [taps, gain]

STATUSES = {"taps": "null", "gain": "ok"}
FINDINGS = (("GN112", "", "error"),)
