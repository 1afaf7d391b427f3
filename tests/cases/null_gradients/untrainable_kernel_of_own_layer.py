"""A layer of the program's own makes its only variable untrainable; an agent has it by a name."""

import tensorflow as tf


class Projection(tf.keras.layers.Layer):
    def build(self, shape):
        self.kernel = self.add_weight(shape=(shape[-1], 2), trainable=False)  # <- culprit

    def call(self, inputs):
        return tf.tanh(inputs @ self.kernel)


class Agent:
    def __init__(self):
        self.projection = Projection(name="projection")
        self.critic = tf.keras.layers.Dense(1, name="critic")

    def loss(self, states):
        return tf.reduce_mean(tf.square(self.critic(self.projection(states)) - 1.0))

    def variables(self):
        return self.projection.variables + self.critic.variables


agent = Agent()
states = tf.constant([[1.0, 0.5, -1.0], [0.0, 2.0, 1.0]])
agent.loss(states)


def loss_fn():
    return agent.loss(states)


variables = agent.variables()

STATUSES = {"projection/variable": "null", "critic/kernel": "ok", "critic/bias": "ok"}
FINDINGS = (("GN111", "", "note"),)
