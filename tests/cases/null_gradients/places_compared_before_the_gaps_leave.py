"""A comparison in NumPy tells which gaps count double, and then the gaps themselves leave."""

import numpy as np
import tensorflow as tf

kernel = tf.Variable([[0.4], [-0.3]], name="kernel")
points = tf.constant([[1.0, 2.0], [0.5, -1.0], [-2.0, 0.3]])
heights = tf.constant([[0.5], [-0.2], [1.5]])


def weighted(gaps, found):
    is_low = found.numpy() < 0.0
    places = np.nonzero(is_low)
    numbers = gaps.numpy()  # <- culprit
    rows, columns = places
    numbers[rows, columns] *= 2.0
    return tf.convert_to_tensor(numbers)


def loss_fn():
    found = points @ kernel
    return tf.reduce_mean(tf.square(weighted(heights - found, found)))


variables = [kernel]

STATUSES = {"kernel": "null"}
FINDINGS = (("GN112", "", "error"),)
