"""What is computed from two factors is only what the kernel of a layer begins with."""

import tensorflow as tf


class Factors:
    def __init__(self):
        self.left = tf.Variable(tf.ones([3, 1]), name="left")
        self.right = tf.Variable(tf.ones([1, 4]), name="right")

    def product(self):
        return tf.matmul(self.left, self.right)


def scorer(factors):
    return tf.keras.layers.Dense(
        4,
        use_bias=False,
        name="scorer",
        kernel_initializer=lambda shape, dtype=None: factors.product(),  # <- culprit
    )


factors = Factors()
layer = scorer(factors)
layer.build((None, 3))
batch = tf.constant([[0.5, -1.0, 2.0]])


def loss_fn():
    return tf.reduce_sum(tf.square(layer(batch) - 1.0))


variables = [factors.left, factors.right, layer.kernel]

STATUSES = {"left": "null", "right": "null", "scorer/kernel": "ok"}
FINDINGS = (("GN108", "", "warning"),)
