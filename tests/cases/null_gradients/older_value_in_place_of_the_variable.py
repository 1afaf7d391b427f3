"""A function penalises the points that a variable was made of, and not the variable."""

import numpy as np
import tensorflow as tf

SIZE = (2, 3)


def points(count):
    generator = np.random.default_rng(7)
    drawn = generator.uniform(size=(count, *SIZE))
    return tf.constant(drawn, tf.float32)


def as_variable(values, shift=0.5):
    return tf.Variable(values + shift, name="moved")


def length(values):
    return tf.reduce_sum(tf.square(values))


start = points(4)
moved = as_variable(start)


def penalty():
    return length(start)  # <- culprit


def loss_fn():
    return 0.1 * penalty()


variables = [moved]

STATUSES = {"moved": "null"}
FINDINGS = (("GN104", "", "error"),)
