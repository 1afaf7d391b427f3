"""A penalty on the slope by the input asks a tape about what `predict` has given."""

import tensorflow as tf

inputs = tf.keras.Input([2])
model = tf.keras.Model(inputs, tf.keras.layers.Dense(1, name="dense")(inputs))
x = tf.constant([[0.5, -1.0], [2.0, 0.25]])
labels = tf.constant([[1.0], [0.0]])


def loss_fn():
    with tf.GradientTape() as tape:
        tape.watch(x)
        predicted = model.predict(x, verbose=0)  # <- culprit
        error = tf.reduce_mean(tf.square(labels - predicted))
    return error + tf.norm(tape.gradient(error, x))


variables = model.trainable_variables

STATUSES = {"dense/kernel": "null", "dense/bias": "null"}
RAISES = ValueError
FINDINGS = (("GN112", "", "error"),)
