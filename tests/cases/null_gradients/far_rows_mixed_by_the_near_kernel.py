"""Near and far rows are mixed by the kernel of the near ones; initials tell which was meant."""

import tensorflow as tf


class Mixer(tf.Module):
    def __init__(self):
        super().__init__()
        self.near_kernel = tf.Variable([[0.5, -0.2], [0.1, 0.4]], name="near_kernel")
        self.far_kernel = tf.Variable([[0.3, 0.2], [-0.1, 0.6]], name="far_kernel")

    def __call__(self, rows):
        nk = tf.nn.relu(rows @ self.near_kernel)
        fk = tf.tanh(tf.reduce_mean(rows, axis=0, keepdims=True) @ self.near_kernel)  # <- culprit
        return nk + fk


mixer = Mixer()
rows = tf.constant([[1.0, -2.0], [0.5, 3.0]])


def loss_fn():
    return tf.reduce_mean(tf.square(mixer(rows) - 1.0))


variables = [mixer.near_kernel, mixer.far_kernel]

STATUSES = {"near_kernel": "ok", "far_kernel": "null"}
FINDINGS = (("GN104", "", "warning"),)
