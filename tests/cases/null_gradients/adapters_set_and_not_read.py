"""Adapters become attributes of the layers that they are for, which do not know of them."""

import tensorflow as tf
from tensorflow import keras


class Adapter:
    def __init__(self, size, name):
        self.kernel = tf.Variable(tf.ones([size, size]), name=name)

    def __call__(self, features):
        return features @ self.kernel


class Network:
    def __init__(self):
        self.inner, self.outer = keras.layers.Dense(3, name="inner"), keras.layers.Dense(3)

    def __call__(self, features):
        return self.outer(tf.nn.relu(self.inner(features)))


def adapt(network, adapters):
    network.inner.adapter = adapters["inner"]  # <- culprit
    network.outer.adapter = adapters["outer"]


network, features = Network(), tf.ones([2, 3])
network(features)
adapters = {name: Adapter(3, f"adapter_of_{name}") for name in ("inner", "outer")}
adapt(network, adapters)


def loss_fn():
    return tf.reduce_sum(tf.square(network(features) - 1.0))


variables = [adapters["inner"].kernel, network.inner.kernel]

STATUSES = {"adapter_of_inner": "null", "inner/kernel": "ok"}
FINDINGS = (("GN104", "", "warning"),)
