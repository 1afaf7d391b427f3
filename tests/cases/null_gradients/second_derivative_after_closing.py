"""The points are made variables inside of the loss, and the tape is closed before the slope."""

import tensorflow as tf

network = tf.keras.Sequential(
    [
        tf.keras.Input([1]),
        tf.keras.layers.Dense(4, activation="tanh", name="wide"),
        tf.keras.layers.Dense(1),
    ]
)
points = tf.constant([0.1, 0.5, 0.9])


def residual(x):
    x = tf.Variable(x)
    with tf.GradientTape(persistent=True) as tape:
        u = tf.squeeze(network(x[:, tf.newaxis]))
    u_x = tape.gradient(u, x)  # <- culprit
    u_xx = tape.gradient(u_x, x)
    return u_xx + u


def loss_fn():
    return tf.reduce_mean(tf.square(residual(points)))


variables = network.trainable_variables
RAISES = ValueError

STATUSES = {
    "sequential/wide/kernel": "null",
    "sequential/wide/bias": "null",
    "sequential/dense/kernel": "null",
    "sequential/dense/bias": "null",
}
FINDINGS = (("GN119", "", "error"),)
