"""A model makes variables of its own of those that it is given, starred."""

import tensorflow as tf


class Kinetics(tf.Module):
    def __init__(self, rate, decay):
        super().__init__()
        self.rate = tf.Variable(rate, dtype=tf.float32)  # <- culprit
        self.decay = tf.Variable(decay, dtype=tf.float32)

    def __call__(self, state):
        return self.rate * (1.0 - state) - self.decay * state


rates = [tf.Variable(0.5, name="rate"), tf.Variable(0.25, name="decay")]
model = Kinetics(*rates)
states = tf.constant([0.1, 0.4, 0.8])


def loss_fn():
    return tf.reduce_mean(tf.square(model(states) - 0.5))


variables = rates

STATUSES = {"rate": "null", "decay": "null"}
FINDINGS = (("GN108", "", "error"),)
