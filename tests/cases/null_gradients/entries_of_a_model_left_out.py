"""A model gives a dict of three results, and the loss takes two of them."""

import tensorflow as tf

trunk = tf.keras.layers.Dense(3, activation="tanh", name="trunk")
names = ("value", "advantage", "reward")
parts = {name: tf.keras.layers.Dense(1, use_bias=False, name=name) for name in names}


def model(x):
    hidden = trunk(x)
    return {name: part(hidden) for name, part in parts.items()}


x = tf.constant([[0.5, -1.0], [1.5, 0.25]])
model(x)
variables = [parts["value"].kernel, parts["advantage"].kernel, parts["reward"].kernel]


def loss_fn():
    results = model(x)  # <- culprit
    return tf.reduce_mean(tf.square(results["value"] - results["advantage"] - 1.0))


STATUSES = {"value/kernel": "ok", "advantage/kernel": "ok", "reward/kernel": "null"}
FINDINGS = (("GN104", "MatMul", "note"),)
