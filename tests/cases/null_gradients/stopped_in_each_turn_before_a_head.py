"""A state is stopped in each turn that refines it, and what makes the first one learns nothing."""

import tensorflow as tf

layers = tf.keras.layers
first = layers.Dense(3, activation="tanh", name="first")
refining = layers.Dense(3, activation="tanh", name="refining")
head = layers.Dense(1, name="head")
rows = tf.random.stateless_normal([4, 2], [1, 2])
head(refining(first(rows)))


def loss_fn():
    state = first(rows)
    for _ in range(3):
        state = refining(tf.stop_gradient(state))  # <- culprit
    return tf.reduce_mean(tf.square(head(state) - 1.0))


variables = [*first.trainable_variables, *head.trainable_variables]

STATUSES = {"first/kernel": "null", "first/bias": "null", "head/kernel": "ok", "head/bias": "ok"}
FINDINGS = (("GN101", "StopGradient", "warning"),)
