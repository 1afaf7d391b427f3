"""The output of the first layer is overwritten, since the second one is given the inputs."""

import tensorflow as tf


class Stack(tf.Module):
    def __init__(self):
        super().__init__()
        self.first = tf.Variable([[1.0, 0.2], [0.3, 1.0]], name="first")
        self.second = tf.Variable([[0.5, 0.1], [0.4, 0.8]], name="second")

    def __call__(self, inputs):
        x = tf.tanh(tf.matmul(inputs, self.first))
        x = tf.tanh(tf.matmul(inputs, self.second)) + 0.1  # <- culprit
        return x * 2.0


stack = Stack()


def loss_fn():
    return tf.reduce_mean(tf.square(stack(tf.ones([2, 2])) - 0.3))


variables = stack.trainable_variables

STATUSES = {"first": "null", "second": "ok"}
FINDINGS = (("GN104", "Tanh", "warning"),)
