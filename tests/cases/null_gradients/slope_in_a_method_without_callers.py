"""A dense layer of its own kind has slopes and a bend, in a method that nothing calls."""

import tensorflow as tf


class Bent(tf.keras.layers.Dense):
    def build(self, shape):
        super().build(shape)
        self.slopes = self.add_weight(shape=(self.units,), initializer="ones", name="slopes")
        self.bend = self.add_weight(shape=(), initializer="ones", name="bend")

    def bent(self, results):  # <- culprit
        above = tf.nn.relu(results) * self.slopes
        return above + tf.nn.relu(-results) * self.bend


layer = Bent(2, name="knee")
batch = tf.constant([[0.5, -1.0, 0.3], [0.2, 0.9, -0.4]])
layer(batch)


def loss_fn():
    return tf.reduce_mean(tf.square(layer(batch) - 1.0))


variables = layer.trainable_variables

STATUSES = {
    "knee/kernel": "ok",
    "knee/bias": "ok",
    "knee/slopes": "null",
    "knee/bend": "null",
}
FINDINGS = (("GN104", "", "warning"),)
