"""A layer makes its scale by an argument that says it is not to be trained."""

import tensorflow as tf


class Scaled(tf.keras.layers.Layer):
    def __init__(self, trained):
        super().__init__(name="scaled")
        self.scale = tf.Variable([0.5, 0.25], trainable=trained, name="scale")  # <- culprit

    def call(self, inputs):
        return self.scale * tf.tanh(inputs)


weight = tf.Variable([[0.5, -0.25]], name="weight")
layer = Scaled(trained=False)
x = tf.constant([[0.5], [2.0]])


def loss_fn():
    return tf.reduce_mean(tf.square(layer(x @ weight) - 1.0))


variables = [weight, layer.scale]

STATUSES = {"weight": "ok", "scale": "null"}
FINDINGS = (("GN111", "", "note"),)
