"""A custom gradient computes in NumPy, which is sound; its result is taken as numbers later."""

import numpy as np
import tensorflow as tf

angle = tf.Variable([0.4, -1.2], name="angle")
gain = tf.Variable(1.5, name="gain")


@tf.custom_gradient
def bent(values):
    numbers = values.numpy()
    result = np.tanh(numbers)

    def gradient(upstream):
        slope = 1.0 - np.square(np.tanh(values.numpy()))
        return upstream * tf.constant(slope)

    return tf.constant(result), gradient


def rounded_off(position):
    return np.clip(position.numpy(), -0.9, 0.9)  # <- culprit


def loss_fn():
    position = bent(2.0 * angle)
    steered = rounded_off(position) * gain
    return tf.reduce_sum(tf.square(steered - 1.0))


variables = [angle, gain]

STATUSES = {"angle": "null", "gain": "ok"}
FINDINGS = (("GN112", "", "error"),)
