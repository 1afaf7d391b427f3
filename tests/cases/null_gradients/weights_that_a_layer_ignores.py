"""A layer is given how sure each measurement is, and averages them as if all were as sure."""

import tensorflow as tf


class Measure(tf.keras.layers.Layer):
    def __init__(self):
        super().__init__(name="measure")
        self.read = tf.keras.layers.Dense(3, name="read")
        self.doubt = tf.keras.layers.Dense(3, name="doubt")

    def call(self, signal):
        values = self.read(signal)
        sureness = tf.nn.softmax(self.doubt(signal))
        return values, sureness


class Average(tf.keras.layers.Layer):
    def call(self, values, sureness):  # noqa: ARG002  # <- culprit
        return tf.reduce_mean(values, axis=-1)


measure, average = Measure(), Average()
signal = tf.constant([[0.5, -1.0], [2.0, 0.25]])
measure(signal)


def loss_fn():
    values, sureness = measure(signal)
    assert sureness.shape == values.shape
    return tf.reduce_mean(tf.square(average(values, sureness) - 1.0))


variables = measure.trainable_variables

STATUSES = {
    "measure/read/kernel": "ok",
    "measure/read/bias": "ok",
    "measure/doubt/kernel": "null",
    "measure/doubt/bias": "null",
}
FINDINGS = (("GN104", "Softmax", "note"),)
