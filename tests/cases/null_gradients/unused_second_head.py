"""A functional Keras model has two outputs, and the loss uses the first."""

import tensorflow as tf

inputs = tf.keras.Input([3])
hidden = tf.keras.layers.Dense(4, name="body")(inputs)
classes = tf.keras.layers.Dense(2, name="classes")(hidden)
depth = tf.keras.layers.Dense(1, name="depth")(hidden)
model = tf.keras.Model(inputs, [classes, depth])
x = tf.ones([2, 3])


def loss_fn():
    predicted_classes, _ = model(x)  # <- culprit
    return tf.reduce_mean(tf.square(predicted_classes - 1.0))


variables = model.trainable_variables

STATUSES = {
    "body/kernel": "ok",
    "body/bias": "ok",
    "classes/kernel": "ok",
    "classes/bias": "ok",
    "depth/kernel": "null",
    "depth/bias": "null",
}
FINDINGS = (("GN104", "AddV2", "note"),)
