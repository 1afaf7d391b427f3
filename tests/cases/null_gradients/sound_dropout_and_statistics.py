"""Dropout and batch normalisation in training mode draw random numbers and update state."""

import tensorflow as tf

model = tf.keras.Sequential(
    [
        tf.keras.Input([3]),
        tf.keras.layers.Dense(8, name="dense"),
        tf.keras.layers.BatchNormalization(name="normalised"),
        tf.keras.layers.Dropout(0.25, seed=1, name="dropout"),
        tf.keras.layers.Dense(1, use_bias=False, name="output"),
    ]
)
x = tf.constant([[1.0, 2.0, 0.5], [3.0, -1.0, 0.1], [0.2, 0.3, -2.0], [1.0, 1.0, 4.0]])


def loss_fn():
    return tf.reduce_mean(tf.square(model(x, training=True) - 1.0))


variables = [v for v in model.trainable_variables if "dense/bias" not in v.path]

STATUSES = {
    "sequential/dense/kernel": "ok",
    "sequential/normalised/gamma": "ok",
    "sequential/normalised/beta": "ok",
    "sequential/output/kernel": "ok",
}
FINDINGS = ()
