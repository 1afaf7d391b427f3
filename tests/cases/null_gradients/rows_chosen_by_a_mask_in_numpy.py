"""A mask leaves TensorFlow to tell which rows are hard, and then the rows themselves leave."""

import numpy as np
import tensorflow as tf

kernel = tf.Variable([[0.4, -0.2], [0.1, 0.3]], name="kernel")
points = tf.constant([[1.0, 2.0], [0.5, -1.0], [-2.0, 0.3]])


def loss_fn():
    scores = tf.tanh(points @ kernel)
    is_hard = (scores[:, 0] < 0.9).numpy()
    places = np.flatnonzero(is_hard)
    hard = tf.constant(scores.numpy()[places])  # <- culprit
    return tf.reduce_mean(tf.square(hard - 1.0))


variables = [kernel]

STATUSES = {"kernel": "null"}
FINDINGS = (("GN112", "", "error"),)
