"""A penalty on the slope of what was rounded: the tape is told to give zeros, and does."""

import tensorflow as tf

weight = tf.Variable(1.5, name="weight")
image = tf.constant([0.5, 1.5])


def loss_fn():
    with tf.GradientTape() as tape:
        tape.watch(image)
        levels = tf.round(weight * image)  # <- culprit
        score = tf.reduce_sum(levels)
    slope = tape.gradient(score, image, unconnected_gradients="zero")
    return tf.reduce_mean(tf.square(slope - 1.0))


variables = [weight]

STATUSES = {"weight": "null"}
FINDINGS = (("GN102", "Round", "error"),)
