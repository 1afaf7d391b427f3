"""A layer gives its penalty to `add_loss`, and the loss leaves the model's losses out."""

import tensorflow as tf


class Centers(tf.keras.layers.Layer):
    def __init__(self):
        super().__init__(name="pull")
        self.centers = self.add_weight(name="centers", shape=(3, 4), initializer="glorot_uniform")

    def call(self, features, labels):
        away = features - tf.gather(self.centers, labels)
        self.add_loss(0.1 * tf.reduce_mean(tf.square(away)))
        return features


labels = tf.constant([0, 2])
x = tf.constant([[0.5, -1.0], [0.2, 0.9]])
embed = tf.keras.layers.Dense(4, name="embed")
pull = Centers()
pull(embed(x), labels)


def loss_fn():
    return tf.reduce_mean(tf.square(pull(embed(x), labels) - 1.0))  # <- culprit


variables = [embed.kernel, embed.bias, pull.centers]

STATUSES = {"embed/kernel": "ok", "embed/bias": "ok", "pull/centers": "null"}
FINDINGS = (("GN104", "Mul", "warning"),)
