"""A compiled loss gives what the model predicts another name, and computes with its own scale."""

import tensorflow as tf

scale = tf.Variable([0.5, 1.5], name="scale")
model = tf.keras.Sequential([tf.keras.Input([2]), tf.keras.layers.Dense(2, "tanh", name="score")])
features = tf.constant([[1.0, 2.0], [3.0, 4.0]])
targets = tf.constant([[1.0, 0.5], [0.0, -1.0]])


def scaled_error(y_true, y_pred):
    predicted = y_pred  # noqa: F841  # <- culprit
    scaled = y_true * scale
    return tf.reduce_mean(tf.square(scaled))


model.compile(loss=scaled_error)


def loss_fn():
    predicted = model(features, training=True)
    return model.compute_loss(features, targets, predicted)


variables = [scale, *model.trainable_variables]

STATUSES = {"scale": "ok", "sequential/score/kernel": "null", "sequential/score/bias": "null"}
FINDINGS = (("GN104", "Tanh", "note"),)
