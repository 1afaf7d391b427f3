"""Each call puts the temperature, kept positive, into a new variable of the same attribute."""

import tensorflow as tf


class Head(tf.Module):
    def __init__(self, start):
        super().__init__()
        self.weight = tf.Variable([[0.3, -0.5], [0.2, 0.8]], name="weight")
        self.temperature = tf.Variable(start)

    def __call__(self, x):
        self.temperature = tf.Variable(tf.maximum(self.temperature, 0.01))  # <- culprit
        return tf.nn.log_softmax(x @ self.weight / self.temperature)


head = Head(2.0)
x = tf.constant([[1.0, 2.0], [0.5, -1.0]])


def loss_fn():
    return -tf.reduce_mean(head(x)[:, 0])


variables = [head.weight, head.temperature]

STATUSES = {"weight": "ok", "Variable": "null"}
FINDINGS = (("GN108", "", "error"),)
