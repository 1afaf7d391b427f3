"""Gradient functions return None for one of two, after a slope, unfinished, and for variables."""

import tensorflow as tf

height = tf.Variable([0.5, -0.8], name="height")
gain = tf.Variable(1.5, name="gain")


@tf.custom_gradient
def one_of_two(x, steepness):
    def gradient(upstream):
        return None, upstream * x  # <- culprit 1

    return x * steepness, gradient


@tf.custom_gradient
def after_a_slope(x, height):
    def gradient(upstream):
        slopes = [upstream * height * tf.cos(x)]
        slopes.append(upstream * tf.sin(x))
        return None, None  # <- culprit 2

    return height * tf.sin(x), gradient


@tf.custom_gradient
def unfinished(x, power):
    def gradient(upstream):
        del upstream
        return None, None  # Not implemented yet  # <- culprit 3

    return tf.pow(x + 2.0, power), gradient


@tf.custom_gradient
def amplified(x):
    def gradient(upstream, variables=None):
        del upstream
        return None, [None] * len(variables)  # <- culprit 4

    return x * gain, gradient


def loss_fn():
    bent = one_of_two(height, 2.0) + after_a_slope(height, 0.5) + unfinished(height, 3.0)
    return tf.reduce_sum(bent + tf.tanh(height) + gain * amplified(tf.constant([0.3, 0.1])))


variables = [height, gain]

STATUSES = {"height": "ok", "gain": "ok"}
FINDINGS = (
    ("GC303", "CustomGradient", "warning"),
    ("GC303", "CustomGradient", "warning"),
    ("GC303", "CustomGradient", "warning"),
    ("GC303", "CustomGradient", "warning"),
)
