"""A compiled loss looks at a scale that it keeps itself, and not at what the model predicts."""

import tensorflow as tf

scale = tf.Variable([0.5, 1.5], name="scale")
model = tf.keras.Sequential([tf.keras.Input([2]), tf.keras.layers.Dense(2, "tanh", name="score")])
features = tf.constant([[1.0, 2.0], [3.0, 4.0]])
targets = tf.constant([[1.0, 0.5], [0.0, -1.0]])


def scaled_error(y_true, y_pred):  # noqa: ARG001  # <- culprit
    return tf.reduce_mean(tf.square(y_true * scale))


model.compile(loss=scaled_error)


def loss_fn():
    predicted = model(features, training=True)
    return model.compute_loss(features, targets, predicted)


variables = [scale, *model.trainable_variables]

STATUSES = {"scale": "ok", "sequential/score/kernel": "null", "sequential/score/bias": "null"}
FINDINGS = (("GN104", "Tanh", "note"),)
