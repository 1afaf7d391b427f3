"""The result of a Keras metric is taken as the loss."""

import tensorflow as tf

model = tf.keras.Sequential([tf.keras.Input([2]), tf.keras.layers.Dense(1, name="output")])
metric = tf.keras.metrics.MeanAbsoluteError()
x, y = tf.ones([3, 2]), tf.constant([[0.0], [5.0], [2.0]])


def loss_fn():
    metric.update_state(y, model(x))  # <- culprit
    return metric.result()


variables = model.trainable_variables

STATUSES = {"sequential/output/kernel": "null", "sequential/output/bias": "null"}
FINDINGS = (("GN114", "", "error"),)
