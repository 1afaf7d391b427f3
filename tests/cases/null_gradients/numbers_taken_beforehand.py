"""Waves are computed by NumPy from the frequencies, once, and the loss uses the array."""

import numpy as np
import tensorflow as tf

frequencies = tf.Variable([0.3, -0.7, 1.1], name="frequencies")
height = tf.Variable(2.0, name="height")
waves = np.sin(np.outer(np.arange(5.0), frequencies.numpy()))  # <- culprit


def loss_fn():
    return tf.reduce_mean(tf.square(height * waves.astype("float32") - 1.0))


variables = [frequencies, height]

STATUSES = {"frequencies": "null", "height": "ok"}
FINDINGS = (("GN107", "Mul", "warning"),)
