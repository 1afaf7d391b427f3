"""A transformation without a name computes its matrix from variables as it is made."""

import tensorflow as tf


class Affine:
    def __init__(self, factor, shift):
        self.matrix = tf.eye(2) + tf.matmul(factor, factor, transpose_b=True)  # <- culprit
        self.shift = shift

    def inverse(self, y):
        return tf.linalg.matvec(tf.linalg.inv(self.matrix), y - self.shift)


class Transformed:
    def __init__(self, transformation):
        self.transformation = transformation

    def log_prob(self, y):
        return -0.5 * tf.reduce_sum(self.transformation.inverse(y) ** 2)


factor = tf.Variable([[0.5, 0.1], [0.0, 0.3]], name="factor")
shift = tf.Variable([0.1, 0.2], name="shift")
distribution = Transformed(Affine(factor, shift))


def loss_fn():
    return -distribution.log_prob(tf.constant([[1.0, 2.0], [0.5, -0.4]]))


variables = [factor, shift]

STATUSES = {"factor": "null", "shift": "ok"}
FINDINGS = (("GN107", "MatrixInverse", "warning"),)
