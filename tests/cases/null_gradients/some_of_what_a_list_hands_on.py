"""A list hands on two scores and what was wanted; the loss compares one of the scores."""

import tensorflow as tf

inputs = tf.keras.Input([2])
scores = [tf.keras.layers.Dense(1, name=name)(inputs) for name in ("early", "late")]
model = tf.keras.Model(inputs, scores)
signal = tf.constant([[1.0, 0.5], [-0.5, 2.0], [0.25, 1.0]])
wanted = tf.constant([[0.5], [1.0], [0.0]])


def compared(parts):
    difference = parts[0] - parts[-1]  # <- culprit
    return tf.reduce_mean(tf.square(difference))


def loss_fn():
    return compared([*model(signal), wanted])


variables = model.trainable_variables

STATUSES = {"early/kernel": "ok", "early/bias": "ok", "late/kernel": "null", "late/bias": "null"}
FINDINGS = (("GN104", "AddV2", "note"),)
