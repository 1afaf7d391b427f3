"""A layer makes a table for each length that it meets, and keeps them all in a dict."""

import tensorflow as tf


class Fading(tf.Module):
    def __init__(self):
        super().__init__()
        self.decay = tf.Variable(0.3, name="decay")
        self.tables = {}

    def __call__(self, rows):
        length = rows.shape[0]
        if length not in self.tables:
            places = tf.range(length, dtype=tf.float32)
            table = tf.exp(-self.decay * places)
            self.tables[length] = table  # <- culprit
        return rows * self.tables[length]


fading = Fading()
rows = tf.constant([0.4, 1.0, -0.2])
fading(rows)
variables = [fading.decay]


def loss_fn():
    return tf.reduce_sum(tf.square(fading(rows)))


STATUSES = {"decay": "null"}
FINDINGS = (("GN107", "Mul", "error"),)
