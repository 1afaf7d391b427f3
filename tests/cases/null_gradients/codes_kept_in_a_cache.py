"""functools.cache gives the codes of an earlier call, before the tape was opened."""

import functools

import tensorflow as tf

encoder = tf.keras.layers.Dense(3, name="encoder")
head = tf.keras.layers.Dense(1, name="head")
batch = tf.constant([[0.5, -1.0, 0.3], [0.2, 0.9, -0.4]])


@functools.cache
def code(number):
    return tf.nn.relu(encoder(batch * float(number)))  # <- culprit


head(code(1))


def loss_fn():
    return tf.reduce_mean(tf.square(head(code(1)) - 1.0))


variables = [*encoder.trainable_variables, *head.trainable_variables]

STATUSES = {
    "encoder/kernel": "null",
    "encoder/bias": "null",
    "head/kernel": "ok",
    "head/bias": "ok",
}
FINDINGS = (("GN107", "MatMul", "warning"),)
