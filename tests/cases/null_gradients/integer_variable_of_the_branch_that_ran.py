"""Of two lines that make a variable, the one that ran gives it a dtype without gradients."""

import tensorflow as tf


class Offset(tf.Module):
    """Adds a number to each column, in steps or freely."""

    def __init__(self, columns, in_steps):
        super().__init__()
        self.in_steps = in_steps
        if not self.in_steps:
            self.shift = tf.Variable(tf.zeros([columns]), name="shift")
        else:
            self.shift = tf.Variable(tf.zeros([columns], tf.int32), name="shift")  # <- culprit

    def __call__(self, batch):
        return batch + tf.cast(self.shift, tf.float32)


offset = Offset(2, in_steps=True)
batch = tf.constant([[1.0, -2.0], [0.5, 3.0]])


def loss_fn():
    return tf.reduce_mean(tf.square(offset(batch)))


variables = [offset.shift]

STATUSES = {"shift": "null"}
FINDINGS = (("GN103", "", "error"),)
