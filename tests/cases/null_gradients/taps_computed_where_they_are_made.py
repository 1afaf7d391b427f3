"""A module computes, once, taps from two variables, under the name that the one of them has."""

import tensorflow as tf


class Filter(tf.Module):
    def __init__(self):
        super().__init__(name="filter")
        self.raw_taps = tf.Variable([0.5, 1.0, -0.5], name="taps")
        self.level = tf.Variable(2.0, name="level")
        self.offset = tf.Variable(0.1, name="offset")
        self.taps = tf.nn.softmax(self.raw_taps) * self.level  # <- culprit

    def __call__(self, signal):
        return tf.reduce_sum(signal * self.taps) + self.offset


smoothing = Filter()
variables = [smoothing.raw_taps, smoothing.level, smoothing.offset]


def loss_fn():
    return tf.square(smoothing(tf.constant([1.0, 2.0, 4.0])) - 1.0)


STATUSES = {"taps": "null", "level": "null", "offset": "ok"}
FINDINGS = (("GN107", "Mul", "warning"),)
