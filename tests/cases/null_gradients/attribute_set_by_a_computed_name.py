"""A wrapper puts the pruned weights of its layer, whatever their names, in place of the layer's."""

import tensorflow as tf


class Affine(tf.Module):
    pruned = ("slope",)

    def __init__(self):
        super().__init__()
        self.slope = tf.Variable([[0.3, -0.5], [0.2, 0.8]], name="slope")
        self.offset = tf.Variable([0.1, 0.1], name="offset")

    def __call__(self, x):
        return x @ self.slope + self.offset


class Pruned(tf.Module):
    def __init__(self, layer):
        super().__init__()
        self.layer = layer
        self.gains = {}
        for name in layer.pruned:
            self.gains[name] = tf.Variable(tf.identity(getattr(layer, name)), name="gain")

    def __call__(self, x):
        for name, gain in self.gains.items():
            setattr(self.layer, name, tf.where(tf.abs(gain) > 0.25, gain, 0.0))  # <- culprit
        return self.layer(x)


pruned = Pruned(Affine())
variables = [*pruned.layer.trainable_variables, *pruned.gains.values()]
x = tf.constant([[1.0, 2.0], [0.5, -1.0]])


def loss_fn():
    return tf.reduce_mean(tf.square(pruned(x) - 0.2))


STATUSES = {"offset": "ok", "slope": "null", "gain": "ok"}
FINDINGS = (("GN106", "", "error"),)
