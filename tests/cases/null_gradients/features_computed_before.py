"""The encoder runs once before the loss, and the loss uses its result."""

import tensorflow as tf

encoder = tf.keras.layers.Dense(3, name="encoder")
features = encoder(tf.ones([4, 2]))  # <- culprit
projection = tf.constant([[1.0], [0.5], [-1.0]])


def loss_fn():
    prediction = tf.matmul(features, projection)
    return tf.reduce_mean(tf.square(prediction - 1.0))


variables = encoder.trainable_variables

STATUSES = {"encoder/kernel": "null", "encoder/bias": "null"}
FINDINGS = (("GN107", "MatMul", "error"),)
