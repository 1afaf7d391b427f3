"""Each turn of the loop gives the sum another value in place of adding to it."""

import tensorflow as tf

coefficients = [1.0, 0.5, 0.25]
variables = [tf.Variable(2.0 + i, name=f"x{i}") for i in range(3)]


def polynomial(values):
    total = tf.constant(0.0)
    for power, (coefficient, value) in enumerate(zip(coefficients, values, strict=True), 1):
        total = coefficient * value**power  # <- culprit
    return total


def loss_fn():
    return tf.square(polynomial(variables) - 10.0)


STATUSES = {"x0": "null", "x1": "null", "x2": "ok"}
FINDINGS = (("GN104", "Mul", "warning"),)
