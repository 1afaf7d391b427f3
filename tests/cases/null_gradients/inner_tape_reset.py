"""The tape of a gradient penalty is reset before it is asked."""

import tensorflow as tf

slope = tf.Variable(0.7, name="slope")
points = tf.constant([1.0, 2.0, 3.0])


def loss_fn():
    with tf.GradientTape() as tape:
        tape.watch(points)
        score = tf.reduce_sum(tf.square(points) * slope)
        tape.reset()
    gradient = tape.gradient(score, points)  # <- culprit
    return tf.reduce_mean(tf.square(gradient - 1.0))


variables = [slope]

STATUSES = {"slope": "null"}
RAISES = TypeError
FINDINGS = (("GN119", "", "error"),)
