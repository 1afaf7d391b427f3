"""Two layers get adapters; a fused function takes the weight of one of them by itself."""

import tensorflow as tf


class Linear:
    def __init__(self, size, name):
        self.weight = tf.Variable(tf.ones([size, size]), trainable=False, name=f"{name}_weight")

    def __call__(self, features):
        return features @ self.weight


class Adapted:
    def __init__(self, layer, name):
        self.layer = layer
        self.adapter = tf.Variable(tf.ones([3, 3]), name=f"{name}_adapter")

    @property
    def weight(self):
        return self.layer.weight

    def __call__(self, features):
        return self.layer(features) + features @ self.adapter


def fused(features, decay, weight):
    gated = features * tf.exp(-decay)
    return tf.einsum("bi,io->bo", gated, weight)


class Mixer:
    def __init__(self):
        self.inner, self.outer = Linear(3, "inner"), Linear(3, "outer")

    def __call__(self, features):
        hidden = self.inner(features)
        return features + fused(hidden, 0.5, self.outer.weight)  # <- culprit


mixer = Mixer()
for name in ("inner", "outer"):
    setattr(mixer, name, Adapted(getattr(mixer, name), name))


def loss_fn():
    return tf.reduce_sum(mixer(tf.ones([2, 3])))


variables = [mixer.inner.adapter, mixer.outer.adapter]

STATUSES = {"inner_adapter": "ok", "outer_adapter": "null"}
FINDINGS = (("GN104", "", "note"),)
