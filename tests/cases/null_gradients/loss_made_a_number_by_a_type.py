"""A method hands its loss to another, which makes a NumPy number of it by the number's type."""

import numpy as np
import tensorflow as tf

FEATURES = tf.constant([[0.5, -1.0], [1.5, 2.0]])


class Scorer:
    def __init__(self):
        self.weight = tf.Variable([0.3, -0.2], name="weight")

    def score(self):
        loss = tf.reduce_sum(tf.square(tf.linalg.matvec(FEATURES, self.weight)))
        return self.in_single_precision(loss)

    def in_single_precision(self, value):
        return tf.constant(np.float32(value))  # <- culprit


scorer = Scorer()


def loss_fn():
    return scorer.score()


variables = [scorer.weight]

STATUSES = {"weight": "null"}
FINDINGS = (("GN112", "", "error"),)
