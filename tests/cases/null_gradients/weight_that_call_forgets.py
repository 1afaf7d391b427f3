"""A layer makes a weight of which its `call` uses a local variable of the same name."""

import tensorflow as tf


class Gate(tf.keras.layers.Layer):
    def build(self, input_shape):
        self.scale = self.add_weight(shape=(input_shape[-1],), name="scale")
        self.offset = self.add_weight(shape=(input_shape[-1],), name="offset")  # <- culprit

    def call(self, inputs):
        offset = tf.reduce_mean(inputs, axis=-1, keepdims=True)
        return tf.sigmoid(inputs * self.scale + offset)


gate = Gate(name="gate")
x = tf.constant([[0.5, -1.0], [2.0, 0.25]])
gate(x)


def loss_fn():
    return tf.reduce_mean(tf.square(gate(x) - 0.5))


variables = gate.trainable_variables

STATUSES = {"gate/scale": "ok", "gate/offset": "null"}
FINDINGS = (("GN104", "", "note"),)
