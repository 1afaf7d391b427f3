"""A method that shrinks its weights binds the name of each to a tensor, on a line of its own."""

import tensorflow as tf


class Filter:
    def __init__(self):
        self.slope = tf.Variable([0.5, -1.0], name="slope")
        self.offset = tf.Variable([0.1, 0.2], name="offset")
        self.scale = tf.Variable([1.0, 3.0], name="scale")

    def shrink(self):
        self.slope = self.slope * 0.9  # <- culprit
        self.offset = self.offset * 0.9
        self.scale = self.scale * 0.99

    def __call__(self, signal):
        return (signal * self.slope + self.offset) * self.scale


used = Filter()
variables = [used.slope, used.offset, used.scale]
used.shrink()
signal = tf.constant([[1.0, 2.0], [-0.5, 1.5]])


def loss_fn():
    return tf.reduce_mean(tf.square(used(signal)))


STATUSES = {"slope": "null", "offset": "null", "scale": "null"}
FINDINGS = (("GN106", "", "error"),)
