"""A cell takes one kernel for both steps, but for an option that is off."""

import tensorflow as tf


class Cell(tf.Module):
    def __init__(self, is_apart):
        super().__init__()
        self.is_apart = is_apart
        self.v_in = tf.Variable([[0.5, -0.2], [0.1, 0.4]], name="v_in")
        self.v_out = tf.Variable([[0.3, 0.2], [-0.1, 0.6]], name="v_out")

    def __call__(self, x):
        into = tf.tanh(x @ self.v_in)
        if self.is_apart:  # <- culprit
            return tf.tanh(into @ self.v_out)
        return tf.tanh(into @ self.v_in)


cell = Cell(is_apart=False)
points = tf.constant([[1.0, -2.0], [0.5, 3.0]])


def loss_fn():
    return tf.reduce_mean(tf.square(cell(points)))


variables = [cell.v_in, cell.v_out]

STATUSES = {"v_in": "ok", "v_out": "null"}
FINDINGS = (("GN115", "", "note"),)
