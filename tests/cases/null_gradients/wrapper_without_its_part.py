"""A block is called through one wrapper after another, and the last of them never calls it."""

import tensorflow as tf


class Projection(tf.Module):
    def __init__(self, size):
        super().__init__()
        self.kernel = tf.Variable(tf.ones([size, size]), name="projection_kernel")

    def __call__(self, features):
        return features @ self.kernel


class Gate(tf.Module):
    def __init__(self, inner):
        super().__init__()
        self.inner = inner
        self.strength = tf.Variable(0.5, name="strength")

    def __call__(self, features):
        return features * tf.sigmoid(self.strength)  # <- culprit


class Shortcut(tf.Module):
    def __init__(self, inner):
        super().__init__()
        self.inner = inner

    def __call__(self, features):
        return features + self.inner(features)


network = Shortcut(Gate(Projection(3)))
features = tf.ones([2, 3])


def loss_fn():
    return tf.reduce_sum(tf.square(network(features)))


variables = [network.inner.strength, network.inner.inner.kernel]

STATUSES = {"strength": "ok", "projection_kernel": "null"}
FINDINGS = (("GN104", "", "note"),)
