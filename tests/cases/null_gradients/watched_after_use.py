"""What a slope is asked by is watched only when it has been used."""

import tensorflow as tf

weight = tf.Variable([1.0, 2.0], name="weight")
place = tf.constant([0.5, -1.0])


def loss_fn():
    with tf.GradientTape() as tape:
        energy = tf.reduce_sum(weight * tf.sin(place))
        tape.watch(place)  # <- culprit
    slope = tape.gradient(energy, place)
    return tf.reduce_sum(tf.square(slope - 1.0))


variables = [weight]

RAISES = TypeError
STATUSES = {"weight": "null"}
FINDINGS = (("GN119", "", "error"),)
