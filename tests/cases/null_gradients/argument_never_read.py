"""A loss compares the labels with themselves, and never reads what the model predicts."""

import tensorflow as tf

model = tf.keras.Sequential([tf.keras.Input([2]), tf.keras.layers.Dense(1, name="score")])
features = tf.constant([[1.0, 2.0], [3.0, 4.0]])
targets = tf.constant([[1.0], [0.0]])


def squared_error(y_true, y_pred):  # noqa: ARG001  what the case is about
    difference = y_true - y_true  # <- culprit
    return tf.reduce_mean(tf.square(difference))


def loss_fn():
    predicted = model(features)
    return squared_error(targets, predicted)


variables = model.trainable_variables

STATUSES = {"sequential/score/kernel": "null", "sequential/score/bias": "null"}
FINDINGS = (("GN104", "AddV2", "error"),)
