"""The branch that ran does without the gate; a method that is for looking at it always takes it."""

import tensorflow as tf


class Mixer(tf.Module):
    def __init__(self, is_plain):
        super().__init__()
        self.is_plain = is_plain
        self.gate = tf.Variable([0.3, -0.2], name="gate")
        self.kernel = tf.Variable([[0.1], [0.6]], name="kernel")

    def openness(self):
        return tf.reduce_mean(tf.sigmoid(self.gate))

    def __call__(self, x):
        if self.is_plain:  # <- culprit
            mixed = x * 2.0
        else:
            mixed = x * tf.sigmoid(self.gate)
        return mixed @ self.kernel


mixer = Mixer(is_plain=True)
rows = tf.constant([[1.0, 0.5], [-0.4, 2.0]])
variables = mixer.trainable_variables


def loss_fn():
    return tf.reduce_sum(tf.square(mixer(rows)))


STATUSES = {"gate": "null", "kernel": "ok"}
FINDINGS = (("GN115", "", "note"),)
