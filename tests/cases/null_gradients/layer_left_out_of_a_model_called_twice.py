"""What a policy said before is kept, and a layer of it is called neither before nor in the loss."""

import keras
import tensorflow as tf


class Policy(keras.Model):
    def __init__(self):
        super().__init__()
        self.mean = keras.layers.Dense(2, name="mean")
        self.spread = keras.layers.Dense(2, name="spread")  # <- culprit
        self.mean.build((None, 3))
        self.spread.build((None, 3))

    def call(self, states):
        mean = self.mean(states)
        return mean, 0.5 * tf.ones_like(mean)


def log_probability(actions, mean, spread):
    return tf.reduce_sum(-tf.square((actions - mean) / spread) - tf.math.log(spread), axis=1)


policy = Policy()
states = tf.constant([[0.5, -1.0, 2.0], [1.0, 0.25, -0.5]])
mean, spread = policy(states)
actions = mean + 0.1
before = log_probability(actions, mean, spread)
variables = policy.trainable_variables


def loss_fn():
    ratio = tf.exp(log_probability(actions, *policy(states)) - before)
    return -tf.reduce_mean(ratio * tf.constant([1.0, -2.0]))


STATUSES = {
    "mean/kernel": "ok",
    "mean/bias": "ok",
    "spread/kernel": "null",
    "spread/bias": "null",
}
FINDINGS = (("GN104", "", "note"),)
