"""The gradient function answers for a keyword argument too, and TensorFlow asks for one number."""

import tensorflow as tf

gain = tf.Variable(2.0, name="gain")
offset = tf.Variable(3.0, name="offset")


@tf.custom_gradient
def amplified(signal, shift=0.0):
    def gradient(upstream):
        return 2.0 * upstream, upstream

    return 2.0 * signal + shift, gradient


def loss_fn():
    return tf.square(amplified(gain, shift=offset) - 5.0)  # <- culprit


variables = [gain, offset]

STATUSES = {"gain": "null", "offset": "null"}
FINDINGS = (("GN120", "CustomGradient", "error"),)
RAISES = ValueError
