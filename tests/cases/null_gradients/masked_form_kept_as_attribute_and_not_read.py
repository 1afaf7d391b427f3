"""A mask over a matrix is learned; the masked matrix is kept, and the plain one is used."""

import tensorflow as tf


class Masked:
    def __init__(self, matrix):
        self.matrix = matrix
        self.mask = tf.Variable(0.1 * tf.random.normal(matrix.shape), name="mask")
        self.weight = tf.Variable(tf.random.normal([3, 2]), name="weight")

    def masked(self):
        symmetric = tf.sigmoid(self.mask)
        return self.matrix * (symmetric + tf.transpose(symmetric)) / 2.0

    def found(self, rows):
        self.current = self.masked()
        return tf.tanh(self.matrix @ rows) @ self.weight  # <- culprit


masked = Masked(tf.constant([[1.0, 1.0, 0.0], [1.0, 1.0, 1.0], [0.0, 1.0, 1.0]]))
rows = tf.random.normal([3, 3])


def loss_fn():
    return tf.reduce_mean(tf.square(masked.found(rows)))


variables = [masked.mask, masked.weight]

STATUSES = {"mask": "null", "weight": "ok"}
FINDINGS = (("GN104", "RealDiv", "warning"),)
