"""Rows of a memory are written with scatter_nd_update, and the loss reads the memory."""

import tensorflow as tf

writer = tf.keras.layers.Dense(2, name="writer")
writer.build((None, 3))
memory = tf.Variable(tf.zeros([4, 2]), trainable=False, name="memory")


def loss_fn():
    rows = writer(tf.ones([2, 3]))
    memory.scatter_nd_update([[0], [2]], rows)  # <- culprit
    return tf.reduce_mean(tf.square(memory - 1.0))


variables = writer.trainable_variables

STATUSES = {"writer/kernel": "null", "writer/bias": "null"}
FINDINGS = (("GN113", "ResourceScatterNdUpdate", "error"),)
