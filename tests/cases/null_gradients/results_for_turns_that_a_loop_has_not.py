"""Two results are made for the later turns of a loop, which with one order has none."""

import tensorflow as tf

ORDER = 1
slope = tf.Variable(0.4, name="slope")
bend = tf.Variable(0.3, name="bend")
fade = tf.Variable(-0.2, name="fade")
grid = tf.constant([0.1, 0.5, 0.9])


def term(x, order, rate, damping):
    return tf.pow(x, float(order)) * rate - damping


def series(x):
    rate = tf.nn.softplus(bend)
    damping = tf.sigmoid(fade)
    total = slope * x
    for order in range(2, ORDER + 1):  # <- culprit
        total += term(x, order, rate, damping)
    return total


def loss_fn():
    return tf.reduce_sum(tf.square(series(grid) - 1.0))


variables = [slope, bend, fade]

STATUSES = {"slope": "ok", "bend": "null", "fade": "null"}
FINDINGS = (("GN115", "", "note"),)
