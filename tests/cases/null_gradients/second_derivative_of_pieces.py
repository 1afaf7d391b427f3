"""A network with relu is made of straight pieces, so that its second derivative is zero."""

import tensorflow as tf

network = tf.keras.Sequential(
    [
        tf.keras.Input([1]),
        tf.keras.layers.Dense(4, activation="relu", name="wide"),
        tf.keras.layers.Dense(1),
    ]
)
x = tf.constant([[0.0], [0.5], [1.0]])


def loss_fn():
    with tf.GradientTape() as outer:
        outer.watch(x)
        with tf.GradientTape() as inner:
            inner.watch(x)
            u = network(x)
        u_x = inner.gradient(u, x)
    u_xx = outer.gradient(u_x, x)  # <- culprit
    return tf.reduce_mean(tf.square(u_xx - 1.0))


variables = network.trainable_variables

STATUSES = {
    "sequential/wide/kernel": "zero",
    "sequential/wide/bias": "zero",
    "sequential/dense/kernel": "null",
    "sequential/dense/bias": "null",
}
FINDINGS = (("GN118", "ReluGrad", "error"), ("GH228", "ReluGrad", "note"))
