"""A head is solved for in NumPy, and the features that it is applied to are stopped."""

import keras
import numpy as np
import tensorflow as tf

embed = keras.layers.Dense(4, activation="tanh", name="embed")
embed.build((None, 5))
support = tf.random.normal([8, 5], seed=1)
query = tf.random.normal([6, 5], seed=2)
answers = np.random.default_rng(0).normal(size=(8, 1)).astype("float32")


def solved(features):
    squares = np.matmul(np.transpose(features), features)  # <- culprit 2
    return np.linalg.solve(squares + 0.1 * np.eye(4, dtype="float32"), right_of(features))


def right_of(features):
    return np.matmul(np.transpose(features), answers)


def loss_fn():
    head = solved(embed(support))
    predicted = tf.matmul(tf.stop_gradient(embed(query)), head)  # <- culprit 1
    return tf.reduce_mean(tf.square(predicted - 1.0))


variables = embed.trainable_variables

STATUSES = {"embed/kernel": "null", "embed/bias": "null"}
FINDINGS = (("GN101", "StopGradient", "error"), ("GN112", "", "error"))
