"""A model without activations has the same slope everywhere, so the place does not matter to it."""

import tensorflow as tf

place = tf.Variable([[0.3, -0.2]], name="place")
network = tf.keras.Sequential(
    [
        tf.keras.Input([2]),
        tf.keras.layers.Dense(4, name="wide"),  # <- culprit
        tf.keras.layers.Dense(1, name="narrow"),
    ]
)


def steepest(at):
    with tf.GradientTape() as tape:
        height = tf.reduce_sum(network(at))
    return tape.gradient(height, at)


def loss_fn():
    return tf.reduce_sum(tf.square(steepest(place) - 1.0))


variables = [place]

STATUSES = {"place": "null"}
FINDINGS = (("GN118", "MatMul", "error"),)
