"""A loss is kept for a report, then it gets the name under which it is returned."""

import tensorflow as tf

tf.random.set_seed(3)


class Bent(tf.keras.layers.Layer):
    def build(self, shape):
        self.kernel = self.add_weight(shape=(shape[-1], 2), name="kernel")
        self.price = self.add_weight(shape=(), initializer="ones", name="price")

    def call(self, inputs):
        self.add_loss(tf.square(self.price))
        return tf.tanh(tf.matmul(inputs, self.kernel))


layer = Bent(name="bent")
inputs = tf.random.normal([4, 3])
report = {}


def fitted(wanted):
    error = tf.reduce_mean(tf.square(layer(inputs) - wanted))
    report["loss"] = error
    loss = error  # <- culprit
    report["last loss"] = loss
    return loss


def loss_fn():
    return fitted(1.0)


loss_fn()
variables = layer.trainable_variables

STATUSES = {"bent/kernel": "ok", "bent/price": "null"}
FINDINGS = (("GN104", "Square", "warning"),)
