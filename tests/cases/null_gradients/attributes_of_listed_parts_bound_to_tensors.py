"""A method scales an attribute of each of its listed parts, whose variables have other names."""

import tensorflow as tf


class Filter:
    def __init__(self, place, taps):
        self.taps = tf.Variable(taps, name=f"taps_of_{place}")
        self.shift = tf.Variable(0.1, name=f"shift_of_{place}")

    def __call__(self, signal):
        return tf.tanh(signal * self.taps + self.shift)


class Bank:
    def __init__(self):
        self.filters = [Filter("low", [0.5, -0.2, 0.8]), Filter("high", [1.0, 0.3, -0.6])]

    def variables(self):
        return [each for one in self.filters for each in (one.taps, one.shift)]

    def normalise(self):
        for one in self.filters:
            one.taps = one.taps / tf.norm(one.taps)  # <- culprit

    def __call__(self, signal):
        for one in self.filters:
            signal = one(signal)
        return signal


bank = Bank()
variables = bank.variables()
bank.normalise()


def loss_fn():
    return tf.reduce_mean(tf.square(bank(tf.constant([1.0, -2.0, 0.5]))))


STATUSES = {
    "taps_of_low": "null",
    "shift_of_low": "ok",
    "taps_of_high": "null",
    "shift_of_high": "ok",
}
FINDINGS = (("GN106", "", "error"),)
