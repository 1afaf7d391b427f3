"""A line of text is read from both sides, and what the left one has is joined with itself."""

import tensorflow as tf


class Reader(tf.Module):
    def __init__(self):
        super().__init__()
        self.from_left = tf.Variable([[0.5], [-0.2]], name="from_left")
        self.from_right = tf.Variable([[0.1], [0.4]], name="from_right")

    def __call__(self, letters):
        left_sums = tf.cumsum(tf.tanh(letters @ self.from_left))
        right_sums = tf.reverse(tf.tanh(letters @ self.from_right), axis=[0])  # noqa: F841
        return tf.concat([left_sums, left_sums], axis=1)  # <- culprit


reader = Reader()
letters = tf.constant([[1.0, -2.0], [0.5, 3.0], [-1.0, 0.2]])


def loss_fn():
    return tf.reduce_mean(tf.square(reader(letters) - 1.0))


variables = [reader.from_left, reader.from_right]

STATUSES = {"from_left": "ok", "from_right": "null"}
FINDINGS = (("GN104", "ReverseV2", "warning"),)
