"""A block has the time, gives it to one of its layers, and calls the other one without it."""

import tensorflow as tf
from tensorflow import keras


class Timed(keras.layers.Layer):
    def __init__(self, name):
        super().__init__(name=name)
        self.mixing = keras.layers.Dense(3, name="mixing")
        self.of_time = keras.layers.Dense(3, name="of_time")
        self.mixing.build((None, 3))
        self.of_time.build((None, 2))


class Spatial(Timed):
    def call(self, features, time):
        return features + self.mixing(features) + self.of_time(time)


class Temporal(Timed):
    def call(self, features, time=None):
        mixed = self.mixing(features)
        if time is not None:
            mixed = mixed + self.of_time(time)
        return features + mixed


spatial, temporal = Spatial("spatial"), Temporal("temporal")


def block(features, time):
    features = spatial(features, time)
    return temporal(features)  # <- culprit


def loss_fn():
    return tf.reduce_sum(block(tf.ones([2, 3]), time=tf.ones([2, 2])))


variables = [spatial.of_time.kernel, temporal.mixing.kernel, temporal.of_time.kernel]

STATUSES = {"of_time/kernel": "ok", "mixing/kernel": "ok", "of_time/kernel_2": "null"}
FINDINGS = (("GN115", "", "warning"),)
