"""A layer joins the parts of its kernel when it is built, and keeps only what they were then."""

import tensorflow as tf


class Joined(tf.keras.layers.Layer):
    def build(self, shape):
        parts = []
        for number in range(2):
            part = self.add_weight(shape=(shape[-1], 2), name=f"part_{number}")
            parts.append(part)
        self.kernel = tf.concat([tf.convert_to_tensor(part) for part in parts], -1)  # <- culprit
        self.bias = self.add_weight(shape=(4,), name="bias")

    def call(self, inputs):
        return tf.matmul(inputs, self.kernel) + self.bias


layer = Joined(name="joined")
batch = tf.constant([[0.5, -1.0, 0.3], [0.2, 0.9, -0.4]])
layer(batch)


def loss_fn():
    return tf.reduce_mean(tf.square(layer(batch) - 1.0))


variables = layer.trainable_variables

STATUSES = {"joined/part_0": "null", "joined/part_1": "null", "joined/bias": "ok"}
FINDINGS = (("GN107", "MatMul", "warning"),)
