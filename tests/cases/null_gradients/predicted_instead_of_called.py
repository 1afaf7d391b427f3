"""model.predict gives NumPy arrays, and the loss is computed from them."""

import tensorflow as tf

model = tf.keras.Sequential([tf.keras.Input([2]), tf.keras.layers.Dense(1, name="output")])
x, y = tf.ones([3, 2]), tf.zeros([3, 1])


def loss_fn():
    predictions = model.predict(x, verbose=0)  # <- culprit
    return tf.reduce_mean(tf.square(y - predictions))


variables = model.trainable_variables

STATUSES = {"sequential/output/kernel": "null", "sequential/output/bias": "null"}
FINDINGS = (("GN112", "", "error"),)
