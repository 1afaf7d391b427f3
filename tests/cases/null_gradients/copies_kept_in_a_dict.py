"""An object reads copies of its variables that it made in a loop when it was made itself."""

import tensorflow as tf


class Network:
    def __init__(self):
        self.variables = {
            "inner": tf.Variable([[0.5, -0.3], [0.8, 0.1]], name="inner"),
            "outer": tf.Variable([[0.4], [-0.2]], name="outer"),
        }
        self.kept = {k: tf.identity(v) for k, v in self.variables.items()}  # <- culprit

    def __call__(self, rows):
        hidden = tf.tanh(tf.matmul(rows, self.kept["inner"]))
        return tf.matmul(hidden, self.kept["outer"])


network = Network()
batch = tf.constant([[1.0, -2.0], [0.5, 3.0]])


def loss_fn():
    return tf.reduce_mean(tf.square(network(batch) - 1.0))


variables = list(network.variables.values())

STATUSES = {"inner": "null", "outer": "null"}
FINDINGS = (("GN106", "", "error"),)
