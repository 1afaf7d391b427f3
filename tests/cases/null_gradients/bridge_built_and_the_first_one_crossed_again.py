"""A walk crosses two bridges that are built alike, and crosses the first of them both times."""

import tensorflow as tf


class Bridge(tf.keras.layers.Layer):
    def build(self, shape):
        self.planks = self.add_weight(name="planks", shape=(shape[-1], shape[-1]))
        self.built = True

    def call(self, load, wind):
        return tf.tanh(load @ self.planks) + wind


class Walk(tf.keras.layers.Layer):
    def __init__(self):
        super().__init__(name="walk")
        self.southBridge = Bridge(name="south")
        self.farNorthernBridge = Bridge(name="north")

    def build(self, shape):
        for bridge in (self.southBridge, self.farNorthernBridge):
            bridge.build(shape)
        self.built = True

    def call(self, load):
        load = self.southBridge(load, wind=0.1)
        rested = tf.nn.relu(load)
        load = self.southBridge(rested, wind=tf.reduce_mean(rested))  # <- culprit
        return tf.reduce_sum(load, axis=-1)


walk = Walk()
loads = tf.constant([[1.0, -2.0], [0.5, 3.0]])
walk(loads)


def loss_fn():
    return tf.reduce_mean(tf.square(walk(loads) - 1.0))


variables = walk.trainable_variables

STATUSES = {"walk/south/planks": "ok", "walk/north/planks": "null"}
FINDINGS = (("GN104", "", "warning"),)
