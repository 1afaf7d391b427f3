"""A reader in a tf.function drops the arrays that it writes, so that its head is given zeros."""

import tensorflow as tf


class Reader(tf.Module):
    def __init__(self):
        super().__init__()
        self.step = tf.Variable([[0.5, -0.2], [0.1, 0.8]], name="step")
        self.head = tf.Variable([[1.0], [-0.5]], name="head")
        self.shift = tf.Variable([0.2], name="shift")

    def read(self, rows):
        read = tf.TensorArray(tf.float32, size=3, element_shape=[2])
        for place in range(3):
            read.write(place, tf.tanh(tf.linalg.matvec(self.step, rows[place])))  # <- culprit
        return read.stack()

    @tf.function
    def __call__(self, rows):
        return tf.matmul(self.read(rows), self.head) + self.shift


reader = Reader()
rows = tf.constant([[1.0, -2.0], [0.5, 0.3], [-1.0, 0.7]])


def loss_fn():
    return tf.reduce_mean(tf.square(reader(rows) - 1.0))


variables = [reader.step, reader.head, reader.shift]

STATUSES = {"step": "null", "head": "zero", "shift": "ok"}
FINDINGS = (("GN104", "TensorListSetItem", "error"), ("GH204", "MatMul", "note"))
