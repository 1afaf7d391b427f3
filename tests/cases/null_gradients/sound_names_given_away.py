"""Heads that are built and not compared yet: their results go to names that say so, or are kept."""

import tensorflow as tf

layers = tf.keras.layers
body, first, second = layers.Dense(3), layers.Dense(1), layers.Dense(1)
x = tf.constant([[0.5, -1.0], [2.0, 0.25]])
first(body(x)), second(body(x))


def loss_fn():
    hidden = body(x)
    _ = first(hidden)
    _ = second(hidden)
    kept = first(hidden)
    shown = [kept]
    kept = tf.tanh(hidden)
    assert shown
    return tf.reduce_mean(tf.square(kept - 1.0))


variables = [*body.trainable_variables, *first.trainable_variables]

STATUSES = {
    "dense/kernel": "ok",
    "dense/bias": "ok",
    "dense_1/kernel": "null",
    "dense_1/bias": "null",
}
FINDINGS = (("GN104", "AddV2", "note"),)
