"""The turn of the second head makes its rate, and goes on to the next turn before it is used."""

import tensorflow as tf

main = tf.Variable([0.5, -0.4], name="main")
rates = [tf.Variable(0.2, name="first_rate"), tf.Variable(-0.3, name="second_rate")]
heads = ("main", "beside")
x = tf.constant([1.0, -2.0])


def weighted(outputs, wanted):
    total = tf.constant(0.0)
    for k, (head, output) in enumerate(zip(heads, outputs, strict=True)):
        rate = tf.exp(-rates[k])
        if head == "main":
            total += rate * tf.reduce_sum(tf.square(output - 1.0))
        else:
            missed = tf.reduce_sum(tf.abs(output - wanted))
            if missed.shape.rank == 0:  # <- culprit
                continue
            total += tf.reduce_sum(rate * missed)
    return total


def loss_fn():
    hidden = tf.tanh(x * main)
    return weighted((hidden, tf.sigmoid(hidden)), x)


variables = [main, *rates]

STATUSES = {"main": "ok", "first_rate": "ok", "second_rate": "null"}
FINDINGS = (("GN115", "", "note"),)
