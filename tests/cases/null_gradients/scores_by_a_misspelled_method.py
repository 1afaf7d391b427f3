"""A layer of attention has its own scores, in a method whose name lacks the last letter."""

import tensorflow as tf


class Tempered(tf.keras.layers.Attention):
    def build(self, shape):
        super().build(shape)
        self.heat = self.add_weight(shape=(), initializer="ones", name="heat")

    def _calculate_score(self, query, key):  # <- culprit
        return tf.matmul(query, key, transpose_b=True) / self.heat


layer = Tempered(use_scale=True, name="tempered")
query = tf.random.stateless_normal([2, 3, 4], seed=[1, 5])
value = tf.random.stateless_normal([2, 5, 4], seed=[5, 1])
layer([query, value])


def loss_fn():
    return tf.reduce_mean(tf.square(layer([query, value]) - 1.0))


variables = layer.trainable_variables

STATUSES = {"tempered/scale": "ok", "tempered/heat": "null"}
FINDINGS = (("GN104", "", "warning"),)
