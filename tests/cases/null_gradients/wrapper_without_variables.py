"""A wrapper that has no variable itself takes the shape of what it is given, and calls nothing."""

import tensorflow as tf
from tensorflow import keras


class Mixer:
    def __init__(self):
        self.dense = keras.layers.Dense(3, name="mixing")

    def __call__(self, features):
        return self.dense(features)


class Normed:
    def __init__(self, layer):
        self.layer = layer

    def __call__(self, features):
        mean = tf.reduce_mean(features, axis=-1, keepdims=True)
        return features - mean  # <- culprit


class Network:
    def __init__(self):
        self.blocks = [Normed(Mixer()), Normed(Mixer())]
        self.head = keras.layers.Dense(1, name="head")

    def __call__(self, features):
        for block in self.blocks:
            features = features + block(features)
        return self.head(features)


network = Network()
features = tf.ones([2, 3])
network(features)
for block in network.blocks:
    block.layer(features)


def loss_fn():
    return tf.reduce_sum(tf.square(network(features)))


variables = network.blocks[0].layer.dense.trainable_variables + network.head.trainable_variables

STATUSES = {
    "mixing/kernel": "null",
    "mixing/bias": "null",
    "head/kernel": "ok",
    "head/bias": "ok",
}
FINDINGS = (("GN104", "", "note"),)
