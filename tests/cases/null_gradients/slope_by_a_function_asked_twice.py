"""A helper asks the tape for slopes, and is called twice with a tape that answers once."""

import tensorflow as tf

weight = tf.Variable([1.5, -0.5], name="weight")
places = tf.constant([0.0, 0.2])
times = tf.constant([0.4, 0.9])


def slope(tape, result, source):
    return tape.gradient(result, source)


def loss_fn():
    with tf.GradientTape() as tape:
        tape.watch([places, times])
        wave = tf.sin(weight * places - times)
    by_place = slope(tape, wave, places)
    by_time = slope(tape, wave, times)  # <- culprit
    return tf.reduce_mean(tf.square(by_time + by_place))


variables = [weight]
RAISES = RuntimeError

STATUSES = {"weight": "null"}
FINDINGS = (("GN119", "", "error"),)
