"""A method keeps what `assign_sub` gives back; the list of the optimizer has the variable."""

import tensorflow as tf


class Filter:
    def __init__(self):
        self.taps = tf.Variable([0.5, 0.25], name="taps")
        self.gain = tf.Variable(2.0, name="gain")
        self.trained = [self.taps, self.gain]

    def centre(self):
        self.taps = self.taps.assign_sub(tf.fill([2], 0.375))  # <- culprit

    def __call__(self, signal):
        return self.gain * tf.reduce_sum(signal * self.taps, axis=-1)


smooth = Filter()
smooth.centre()
signal = tf.constant([[1.0, 2.0], [0.5, -1.0]])


def loss_fn():
    return tf.reduce_mean(tf.square(smooth(signal) - 1.0))


variables = smooth.trained

STATUSES = {"taps": "null", "gain": "ok"}
FINDINGS = (("GN106", "", "error"),)
