"""A layer inside of a Sequential model adds noise to its kernel once, when it is built."""

import tensorflow as tf


class Noisy(tf.keras.layers.Layer):
    def build(self, shape):
        self.kernel = self.add_weight(shape=(shape[-1], 2), name="kernel")
        noise = tf.random.normal([shape[-1], 2], stddev=0.1)
        self.used = self.kernel + noise  # <- culprit

    def call(self, inputs):
        return tf.matmul(inputs, self.used)


model = tf.keras.Sequential(
    [tf.keras.Input([3]), Noisy(name="noisy"), tf.keras.layers.Dense(1, name="head")], name="net"
)
batch = tf.constant([[0.5, -1.0, 0.3], [0.2, 0.9, -0.4]])


def loss_fn():
    return tf.reduce_mean(tf.square(model(batch) - 1.0))


variables = model.trainable_variables

STATUSES = {"net/noisy/kernel": "null", "net/head/kernel": "ok", "net/head/bias": "ok"}
FINDINGS = (("GN107", "MatMul", "warning"),)
