"""A number that a text computed before is returned; what the model makes is read by nothing."""

import keras
import tensorflow as tf

network = keras.Sequential([keras.layers.Dense(2, name="mix")])
inputs = tf.constant([[0.1, 0.4], [-0.3, 0.2]])


def evaluated(text):
    return eval(text)


error = evaluated("tf.reduce_mean(network(inputs))")


def loss_fn():
    network(inputs)
    return error  # <- culprit


variables = network.trainable_variables

STATUSES = {"sequential/mix/kernel": "null", "sequential/mix/bias": "null"}
FINDINGS = (("GN107", "", "error"),)
