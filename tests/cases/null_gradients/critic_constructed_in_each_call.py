"""The loss constructs a critic, which makes its layers and calls them, in place of the one kept."""

import tensorflow as tf


class Critic:
    def __init__(self, rewards):
        self.value = tf.keras.layers.Dense(1, name="value")
        self.first = self.estimate(rewards)

    def estimate(self, rewards):
        return self.value(rewards)


rewards = tf.constant([[0.3, -0.8], [1.1, 0.4]])
critic = Critic(rewards)


def loss_fn():
    estimates = Critic(rewards).first  # <- culprit
    return tf.reduce_mean(tf.square(estimates - 0.5))


variables = critic.value.trainable_variables

STATUSES = {"value/kernel": "null", "value/bias": "null"}
FINDINGS = (("GN104", "", "error"),)
