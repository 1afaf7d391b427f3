"""The first filter is taken by its number, and the loop over the others begins with it again."""

import keras
import tensorflow as tf


class Cascade(tf.Module):
    def __init__(self, count):
        super().__init__()
        self.filters = [keras.layers.Dense(2, name=f"filter_{i}") for i in range(count)]
        for one in self.filters:
            one.build((None, 2))

    def __call__(self, signal):
        first = self.filters[0](signal)
        outputs = [first]
        for step in range(1, len(self.filters)):
            outputs.append(tf.nn.softplus(self.filters[step - 1](outputs[-1])))  # <- culprit
        return outputs[-1]


cascade = Cascade(3)
signal = tf.constant([[0.5, -1.0], [2.0, 0.25]])


def loss_fn():
    return tf.reduce_mean(tf.square(cascade(signal) - 1.0))


variables = [one.kernel for one in cascade.filters]

STATUSES = {"filter_0/kernel": "ok", "filter_1/kernel": "ok", "filter_2/kernel": "null"}
FINDINGS = (("GN104", "", "note"),)
