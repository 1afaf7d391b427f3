"""Two scales are of a class that asks whether to learn; the call of the second does not say."""

import tensorflow as tf


class Scale(tf.Module):
    def __init__(self, count, learn=False, name=None):  # <- culprit
        super().__init__(name=name)
        self.factors = tf.Variable(tf.ones([count]), trainable=learn, name=name)

    def __call__(self, inputs):
        return inputs * self.factors


before, after = Scale(3, True, name="before"), Scale(2, name="after")
kernel = tf.Variable([[0.3, 0.1], [-0.8, 0.4], [0.5, 0.9]], name="kernel")
batch = tf.constant([[0.5, -1.0, 0.3], [0.2, 0.9, -0.4]])


def loss_fn():
    return tf.reduce_mean(tf.square(after(tf.matmul(before(batch), kernel)) - 1.0))


variables = [before.factors, after.factors, kernel]

STATUSES = {"before": "ok", "after": "null", "kernel": "ok"}
FINDINGS = (("GN111", "", "note"),)
