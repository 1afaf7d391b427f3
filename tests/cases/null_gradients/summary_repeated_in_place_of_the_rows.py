"""A layer repeats its summary once for each row that it is given, and adds it to none of them."""

import tensorflow as tf


class Summary(tf.keras.layers.Layer):
    def build(self, shape):
        self.summary = self.add_weight(name="summary", shape=(shape[-1],), initializer="ones")

    def call(self, rows):
        count = tf.shape(rows)[0]
        numbers = tf.zeros_like(tf.range(count))
        return tf.gather(self.summary[tf.newaxis], numbers)  # <- culprit


encode = tf.keras.layers.Dense(2, name="encode")
summary = Summary(name="summary")
seen = tf.constant([[0.3, -0.8], [1.0, 0.4], [-0.5, 0.2]])
summary(encode(seen))
variables = [encode.kernel, summary.summary]


def loss_fn():
    rows = summary(encode(seen))
    return tf.reduce_mean(tf.square(rows - 0.5))


STATUSES = {"encode/kernel": "null", "summary/summary": "ok"}
FINDINGS = (("GN104", "BiasAdd", "warning"),)
