"""A penalty on a slope computes the field while the inner tape is told to record nothing."""

import tensorflow as tf

weight = tf.Variable([0.5, -0.3], name="weight")


def loss_fn():
    place = tf.constant([1.0, 2.0])
    with tf.GradientTape() as tape:
        tape.watch(place)
        with tape.stop_recording():
            field = tf.tanh(weight * place)  # <- culprit
        energy = tf.reduce_sum(tf.square(field))
    return tf.reduce_sum(tf.square(tape.gradient(energy, place) - 1.0))


variables = [weight]

STATUSES = {"weight": "null"}
RAISES = (ValueError, TypeError)
FINDINGS = (("GN119", "", "error"),)
