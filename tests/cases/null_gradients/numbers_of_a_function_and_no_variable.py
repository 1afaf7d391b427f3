"""A loss compares numbers that a function draws with themselves, and forgets the weight."""

import numpy as np
import tensorflow as tf

weight = tf.Variable([0.5, -0.5], name="weight")


def drawn(count, seed=3):
    generator = np.random.default_rng(seed)
    return tf.constant(generator.normal(size=(count, 2)), tf.float32)


features, targets = drawn(4), drawn(4, seed=5)


def loss_fn():
    error = features - targets
    return tf.reduce_mean(tf.square(error))  # <- culprit


variables = [weight]

STATUSES = {"weight": "null"}
FINDINGS = (("GN104", "", "error"),)
