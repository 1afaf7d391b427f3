"""A potential with an edge in it has a second derivative that TensorFlow does not know."""

import tensorflow as tf

steepness = tf.Variable(1.5, name="steepness")
places = tf.constant([-0.5, 0.2, 1.0])


def potential(at):
    shifted = steepness * at
    return tf.maximum(shifted, 0.0) + 2.0 * shifted  # <- culprit


def curvature(at):
    with tf.GradientTape() as outer:
        outer.watch(at)
        with tf.GradientTape() as inner:
            inner.watch(at)
            energy = potential(at)
        slope = inner.gradient(energy, at)
    return outer.gradient(slope, at)


def loss_fn():
    return tf.reduce_mean(tf.square(curvature(places) - 1.0))


variables = [steepness]

RAISES = TypeError
STATUSES = {"steepness": "null"}
FINDINGS = (("GN118", "GreaterEqual", "error"),)
