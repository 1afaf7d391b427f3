"""The loss makes a stack of layers, which Keras gives weights where a loop first calls them."""

import tensorflow as tf


class Stack:
    def __init__(self, widths):
        self.layers = [tf.keras.layers.Dense(each, name=f"row_{each}") for each in widths]

    def run(self, x):
        for layer in self.layers:
            x = layer(x)
        return x


points = tf.constant([[0.3, -0.8], [1.1, 0.4]])
kept = Stack([3, 1])
kept.run(points)


def loss_fn():
    stack = Stack([3, 1])  # <- culprit
    heights = stack.run(points)
    return tf.reduce_mean(tf.square(heights - 0.5))


variables = [one for layer in kept.layers for one in layer.trainable_variables]

STATUSES = {
    "row_3/kernel": "null",
    "row_3/bias": "null",
    "row_1/kernel": "null",
    "row_1/bias": "null",
}
FINDINGS = (("GN104", "", "error"),)
