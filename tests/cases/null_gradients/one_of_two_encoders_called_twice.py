"""Both sides are encoded by one encoder, and the one made for the other side is never called."""

import tensorflow as tf


class Encoder(tf.Module):
    def __init__(self, name):
        super().__init__(name=name)
        self.kernel = tf.Variable([[0.5], [-0.3]], name=f"{name}_kernel")

    def __call__(self, inputs):
        return tf.tanh(tf.matmul(inputs, self.kernel))


class Pair(tf.Module):
    def __init__(self):
        self.left = Encoder("left")
        self.right = Encoder("right")  # <- culprit

    def __call__(self, first, second):
        return self.left(first) - self.left(second)


pair = Pair()
first, second = tf.constant([[1.0, -2.0]]), tf.constant([[0.5, 3.0]])


def loss_fn():
    return tf.reduce_mean(tf.square(pair(first, second)))


variables = [pair.left.kernel, pair.right.kernel]

STATUSES = {"left_kernel": "ok", "right_kernel": "null"}
FINDINGS = (("GN104", "", "note"),)
