"""An object is given a list of variables, of which two were made of whole numbers."""

import tensorflow as tf


class Polynomial:
    def __init__(self, coefficients, shifts):
        self.coefficients = coefficients
        self.shifts = list(shifts)
        self.powers = {}
        for power, name in enumerate(("low", "high"), 1):
            self.powers[name] = tf.Variable(power, name=name)

    def __call__(self, x):
        first, second = (tf.cast(each, tf.float32) for each in self.coefficients)
        low, high = (tf.cast(each, tf.float32) for each in self.powers.values())
        return first * (x - self.shifts[0]) ** low + second * (x - self.shifts[1]) ** high


linear = tf.Variable(3, name="linear")  # <- culprit
polynomial = Polynomial(
    [linear, tf.Variable(2, name="square")],
    shifts=(tf.Variable(0.5, name=f"shift_{number}") for number in range(2)),
)
x = tf.constant([0.1, 0.2, 0.3])


def loss_fn():
    return tf.reduce_mean(tf.square(polynomial(x) - 1.0))


variables = [*polynomial.coefficients, *polynomial.shifts, *polynomial.powers.values()]

STATUSES = {
    "linear": "null",
    "square": "null",
    "shift_0": "ok",
    "shift_1": "ok",
    "low": "null",
    "high": "null",
}
FINDINGS = (("GN103", "", "note"),)
