"""A flag has a block return the first of its scales, in place of what it blends of all of them."""

import tensorflow as tf


class Blend(tf.Module):
    def __init__(self, keeps_first):
        super().__init__()
        self.keeps_first = keeps_first
        self.scales = [tf.Variable([0.5 + i, 1.0], name=f"scale{i}") for i in range(2)]
        self.balance = tf.Variable([0.25, 0.75], name="balance")

    def __call__(self, inputs):
        features = [inputs * scale for scale in self.scales]
        blended = tf.tanh(tf.add_n(features) * self.balance)
        if self.keeps_first:
            blended = features[0]  # <- culprit
        if not isinstance(self.scales, tuple):
            blended = blended[:, 0]
        return blended


blend = Blend(keeps_first=True)
inputs = tf.constant([[0.5, -1.0], [2.0, 0.25]])


def loss_fn():
    return tf.reduce_mean(tf.square(blend(inputs) - 1.0))


variables = [*blend.scales, blend.balance]

STATUSES = {"scale0": "ok", "scale1": "null", "balance": "null"}
FINDINGS = (("GN104", "Tanh", "warning"),)
