"""A gradient penalty differentiates by its input, which holds whole numbers."""

import tensorflow as tf

slope = tf.Variable(0.7, name="slope")
pixels = tf.constant([1, 2, 3])


def loss_fn():
    with tf.GradientTape() as tape:
        tape.watch(pixels)
        score = tf.reduce_sum(tf.square(tf.cast(pixels, tf.float32)) * slope)
    gradient = tape.gradient(score, pixels)  # <- culprit
    return tf.reduce_mean(tf.square(gradient - 1.0))


variables = [slope]

STATUSES = {"slope": "null"}
RAISES = TypeError
FINDINGS = (("GN103", "", "error"),)
