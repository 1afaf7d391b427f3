"""A custom gradient computes its slope from the upstream gradient alone."""

import tensorflow as tf

width = tf.Variable([0.5, 1.5], name="width")


@tf.custom_gradient
def swell(value):
    def slope(upstream):
        return 3.0 * upstream  # <- culprit

    return 3.0 * value, slope


def loss_fn():
    with tf.GradientTape() as tape:
        swollen = swell(width)
    return tf.reduce_sum(tf.square(tape.gradient(swollen, width)))


variables = [width]

STATUSES = {"width": "null"}
FINDINGS = (("GN118", "CustomGradient", "error"),)
