"""The output of a functional Keras model reaches the loss through tf.argmax only."""

import tensorflow as tf

inputs = tf.keras.Input([3])
logits = tf.keras.layers.Dense(4, name="logits")(inputs)
policy = tf.keras.Model(inputs, logits)
states = tf.constant([[1.0, 2.0, 3.0], [0.0, -1.0, 1.0]])
values = tf.constant([0.0, 1.0, 4.0, 9.0])


def loss_fn():
    action = tf.argmax(policy(states), axis=-1)  # <- culprit
    return -tf.reduce_mean(tf.gather(values, action))


variables = policy.trainable_variables

STATUSES = {"logits/kernel": "null", "logits/bias": "null"}
FINDINGS = (("GN102", "ArgMax", "error"),)
