"""NumPy repeats a variable, and the loss makes a new variable of what it gives."""

import numpy as np
import tensorflow as tf

level = tf.Variable(4.0, name="level")
width = tf.Variable(0.5, name="width")
shifts = tf.constant([[0.3], [-0.2], [0.6]])


def loss_fn():
    starts = tf.reshape(tf.Variable(np.repeat(level, 3), dtype="float32"), (3, 1))  # <- culprit
    return tf.reduce_mean(tf.square(starts * tf.exp(width * shifts) - 5.0))


variables = [level, width]

STATUSES = {"level": "null", "width": "ok"}
FINDINGS = (("GN112", "", "error"),)
