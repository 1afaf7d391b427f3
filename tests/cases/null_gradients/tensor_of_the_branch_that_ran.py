"""Which of two lines made the tensor, an attribute tells that the object has kept."""

import tensorflow as tf


class Gate(tf.Module):
    """Strengths that are either one for each row or one for each column."""

    def __init__(self, rows, columns, by="row"):
        super().__init__()
        self.by = by
        if self.by == "column":
            self.strength = tf.fill([1, columns], 0.5)
        else:
            self.strength = tf.fill([rows, 1], 0.5)  # <- culprit

    def __call__(self, batch):
        return batch * self.strength


gate = Gate(2, 3)
batch = tf.constant([[1.0, -2.0, 0.5], [0.5, 3.0, 1.5]])


def loss_fn():
    return tf.reduce_mean(tf.square(gate(batch) - 1.0))


variables = [gate.strength]

STATUSES = {"tensor": "null"}
FINDINGS = (("GN105", "Mul", "error"),)
