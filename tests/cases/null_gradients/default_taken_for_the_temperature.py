"""A module has a temperature to learn, and its method takes the default of its own parameter."""

import tensorflow as tf


class Prototypes(tf.Module):
    def __init__(self):
        super().__init__()
        self.weight = tf.Variable(tf.random.normal([4, 3]), name="weight")
        self.temperature = tf.Variable(10.0, name="temperature")

    def scores(self, queries, prototypes, temperature=10.0):
        return temperature * tf.matmul(queries, prototypes, transpose_b=True)

    def __call__(self, rows):
        found = tf.math.l2_normalize(rows @ self.weight, -1)
        return self.scores(found[:2], found[2:])  # <- culprit


network, rows = Prototypes(), tf.random.normal([4, 4])


def loss_fn():
    return tf.reduce_mean(tf.nn.softplus(network(rows)))


variables = [network.weight, network.temperature]

STATUSES = {"weight": "ok", "temperature": "null"}
FINDINGS = (("GN104", "", "warning"),)
