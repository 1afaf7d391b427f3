"""Parts of a variable are stored into an array that is only looked at; the loss takes data."""

import numpy as np
import tensorflow as tf

taps = tf.Variable([1.0, -0.5, 0.25], name="taps")
gain = tf.Variable(2.0, name="gain")
looked_at = []
samples = [0.5, 1.5, -0.5]


def loss_fn():
    shown = np.zeros((2, 2), dtype="float32")
    for row in range(2):
        shown[row] = taps[row : row + 2]  # <- culprit
    looked_at.append(shown)
    return tf.reduce_mean(tf.square(tf.constant(samples) * gain))


variables = [taps, gain]

STATUSES = {"taps": "null", "gain": "ok"}
FINDINGS = (("GN104", "StridedSlice", "note"),)
