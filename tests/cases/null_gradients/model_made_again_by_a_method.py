"""A method makes the model anew after its variables were listed."""

import keras
import tensorflow as tf


class Agent:
    def __init__(self):
        self.start_over()

    def start_over(self):
        layers = [keras.Input([2]), keras.layers.Dense(1, name="value")]
        self.model = keras.Sequential(layers)  # <- culprit

    def loss(self, rows):
        return tf.reduce_mean(tf.square(self.model(rows) - 1.0))


agent = Agent()
variables = agent.model.trainable_variables
agent.start_over()
batch = tf.constant([[1.0, -2.0], [0.5, 3.0]])


def loss_fn():
    return agent.loss(batch)


STATUSES = {"sequential/value/kernel": "null", "sequential/value/bias": "null"}
FINDINGS = (("GN104", "", "error"),)
