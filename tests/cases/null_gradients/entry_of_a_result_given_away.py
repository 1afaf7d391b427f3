"""A neck puts the loss of its auxiliary head into a dict, which its caller gives to `_`."""

import tensorflow as tf


class AuxiliaryHead:
    def __init__(self):
        self.projection = tf.Variable(tf.ones([3, 2]), name="projection")

    def __call__(self, features):
        losses = {}
        losses["auxiliary"] = tf.reduce_mean(tf.square(features @ self.projection))
        losses["count"] = 1.0
        return losses


class Neck:
    def __init__(self):
        self.lateral = tf.Variable(tf.ones([3, 3]), name="lateral")
        self.head = AuxiliaryHead()

    def __call__(self, features):
        merged = tf.nn.tanh(features @ self.lateral)
        extra = self.head(features)
        return merged, extra


neck = Neck()
features = tf.ones([4, 3])
variables = [neck.lateral, neck.head.projection]


def loss_fn():
    merged, _ = neck(features)  # <- culprit
    return tf.reduce_sum(merged)


STATUSES = {"lateral": "ok", "projection": "null"}
FINDINGS = (("GN104", "Mean", "note"),)
