"""A gate is added to an attribute that the next line gives another value, without the gate."""

import tensorflow as tf


class Gated(tf.Module):
    def __init__(self):
        super().__init__()
        self.slope = tf.Variable([[0.4, 0.1], [0.2, 0.6]], name="slope")
        self.gate = tf.Variable([[1.0, 0.3], [0.5, 1.0]], name="gate")

    def project(self, inputs, matrix):
        return tf.tanh(tf.matmul(inputs, matrix))

    def build(self, inputs):
        self.hidden = self.project(inputs, self.slope)
        self.gated = self.hidden * self.project(inputs, self.gate)
        self.gated = tf.nn.softplus(self.hidden)  # <- culprit
        self.output = tf.reduce_sum(self.gated, axis=1)
        return self.output


gated = Gated()
features = tf.constant([[0.5, -1.0], [1.5, 2.0]])


def loss_fn():
    return tf.reduce_mean(tf.square(gated.build(features) - 1.0))


variables = [gated.slope, gated.gate]

STATUSES = {"slope": "ok", "gate": "null"}
FINDINGS = (("GN104", "Mul", "warning"),)
