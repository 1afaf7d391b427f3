"""A network without activations is linear, so that its second derivative is None."""

import tensorflow as tf

network = tf.keras.Sequential(
    [tf.keras.Input([1]), tf.keras.layers.Dense(4, name="wide"), tf.keras.layers.Dense(1)]
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
    return tf.reduce_mean(tf.square(tf.zeros_like(x) if u_xx is None else u_xx))


variables = network.trainable_variables

STATUSES = {
    "sequential/wide/kernel": "null",
    "sequential/wide/bias": "null",
    "sequential/dense/kernel": "null",
    "sequential/dense/bias": "null",
}
FINDINGS = (("GN118", "", "error"),)
