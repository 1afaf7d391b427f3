"""A layer that is made when it is first called runs, and the next step takes an earlier result."""

import tensorflow as tf
from tensorflow import keras


class Layers(tf.Module):
    def __init__(self):
        super().__init__()
        self.made = {}

    def dense(self, x, units, key):
        if key not in self.made:
            self.made[key] = keras.layers.Dense(units, name=key)
        return self.made[key](x)


layers = Layers()
x = tf.reshape(tf.linspace(0.0, 1.0, 12), [4, 3])


def output(width):
    first = tf.nn.elu(layers.dense(x, 2 * width, "first"))
    second = tf.nn.elu(layers.dense(first, 2 * width, "second"))  # noqa: F841
    return layers.dense(first, width, "last")  # <- culprit


output(2)


def loss_fn():
    return tf.reduce_mean(tf.square(output(2)))


variables = [layers.made[key].kernel for key in ("first", "second", "last")]

STATUSES = {"first/kernel": "ok", "second/kernel": "null", "last/kernel": "ok"}
FINDINGS = (("GN104", "Elu", "warning"),)
