"""An object inside of a model keeps what was computed from a variable when both were made."""

import tensorflow as tf


class Exponential:
    def __init__(self, shift, rate):
        self.shift, self.rate = shift, rate

    def log_prob(self, waits):
        return tf.math.log(self.rate) - self.rate * (waits - self.shift)


class Waiting(tf.Module):
    def __init__(self):
        super().__init__()
        self.shift = tf.Variable([0.2, 0.1], name="shift")
        self.log_rate = tf.Variable([0.3, -0.2], name="log_rate")
        self.waits = Exponential(self.shift, rate=tf.exp(self.log_rate))  # <- culprit

    def log_prob(self, waits):
        return tf.reduce_sum(self.waits.log_prob(waits))


model = Waiting()
waits = tf.constant([[0.5, 0.9], [1.5, 2.25]])


def loss_fn():
    return -model.log_prob(waits)


variables = [model.shift, model.log_rate]

STATUSES = {"shift": "ok", "log_rate": "null"}
FINDINGS = (("GN107", "Log", "warning"),)
