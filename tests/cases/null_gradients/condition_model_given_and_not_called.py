"""A coupling is given a model for its conditions, and calls the other one alone."""

import tensorflow as tf


def coupled(rows, conditions, network, condition_network):  # noqa: ARG001
    kept, changed = tf.split(rows, 2, axis=-1)
    shift = network(kept)  # <- culprit
    return tf.concat([kept, changed + shift], axis=-1)


network = tf.keras.Sequential([tf.keras.Input([2]), tf.keras.layers.Dense(2)], name="network")
of_conditions = tf.keras.Sequential([tf.keras.Input([3]), tf.keras.layers.Dense(2)], name="given")
rows, conditions = tf.random.normal([5, 4]), tf.random.normal([5, 3])


def loss_fn():
    return tf.reduce_mean(tf.square(coupled(rows, conditions, network, of_conditions)))


variables = [network.layers[0].kernel, of_conditions.layers[0].kernel]

STATUSES = {"network/dense/kernel": "ok", "given/dense_1/kernel": "null"}
FINDINGS = (("GN104", "", "note"),)
