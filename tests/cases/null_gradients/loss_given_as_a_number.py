"""An object is given the number that a loss was once, and takes it for one where none is given."""

import keras
import tensorflow as tf


def distance(wanted, given):
    return tf.reduce_mean(tf.square(wanted - given))


class Fit:
    def __init__(self, network):
        self.network = network
        self.criterion = None

    def prepare(self, criterion):
        self.criterion = criterion

    def step(self, inputs, wanted):
        outputs = self.network(inputs)
        if callable(self.criterion):
            return self.criterion(wanted, outputs)
        return self.criterion


network = keras.Sequential([keras.layers.Dense(2, name="mix")])
inputs = tf.constant([[0.1, 0.4], [-0.3, 0.2]])
wanted = tf.constant([[1.0, 0.0], [0.0, 1.0]])
criterion = distance(wanted, network(inputs))  # <- culprit
fit = Fit(network)
fit.prepare(criterion)


def loss_fn():
    return fit.step(inputs, wanted)


variables = network.trainable_variables

STATUSES = {"sequential/mix/kernel": "null", "sequential/mix/bias": "null"}
FINDINGS = (("GN107", "", "error"),)
