"""An object holds two networks of one class, and the loss calls the one that is not trained."""

import keras
import tensorflow as tf


class Values(keras.Model):
    def __init__(self):
        super().__init__()
        self.hidden = keras.layers.Dense(4, use_bias=False)
        self.out = keras.layers.Dense(2, use_bias=False)

    def call(self, states):
        hidden = tf.nn.relu(self.hidden(states))
        return self.out(hidden)


class Agent:
    def __init__(self):
        self.online = Values()
        self.frozen = Values()

    def error(self, states, rewards):
        return tf.norm(self.frozen(states) - rewards)  # <- culprit


agent = Agent()
states = tf.constant([[0.1, 0.4, -0.2], [-0.3, 0.2, 0.5]])
rewards = tf.constant([[1.0, 0.0], [0.0, 1.0]])
agent.online(states)
agent.frozen(states)


def loss_fn():
    return agent.error(states, rewards)


variables = agent.online.trainable_variables

STATUSES = {"values/dense/kernel": "null", "values/dense_1/kernel": "null"}
FINDINGS = (("GN104", "", "error"),)
