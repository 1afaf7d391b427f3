"""A helper asks the tape for slopes, and one of its calls mixes up two results."""

import tensorflow as tf

weight = tf.Variable([1.5, -0.5], name="weight")
places = tf.constant([0.0, 0.2])
times = tf.constant([0.4, 0.9])


def slope(tape, result, source):
    return tape.gradient(result, source)


def loss_fn():
    with tf.GradientTape(persistent=True) as tape:
        tape.watch([places, times])
        wave = tf.sin(weight * places)
        decay = tf.exp(-weight * times)
    by_place = slope(tape, wave, places)
    by_time = slope(tape, wave, times)  # <- culprit
    return tf.reduce_mean(tf.square(by_time + by_place + decay))


variables = [weight]
RAISES = ValueError

STATUSES = {"weight": "null"}
FINDINGS = (("GN119", "", "error"),)
