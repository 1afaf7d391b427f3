"""Targets made before are compared with labels; the branch that takes the outputs is left out."""

import keras
import tensorflow as tf

network = keras.Sequential([keras.layers.Dense(2, name="mix")])
inputs = tf.constant([[0.1, 0.4], [-0.3, 0.2]])
rows = tf.data.Dataset.from_tensors(tf.constant([[1.0, 0.0], [0.0, 1.0]]))
labels = next(iter(rows))
targets = network(inputs)
compares = False


def loss_fn():
    outputs = network(inputs)
    if compares:  # <- culprit
        return tf.reduce_mean(tf.square(outputs - labels))
    return tf.reduce_mean(tf.square(targets - labels))


variables = network.trainable_variables

STATUSES = {"sequential/mix/kernel": "null", "sequential/mix/bias": "null"}
FINDINGS = (("GN115", "", "error"),)
