"""An object gives its two numbers to a bound that is still a stub, and notes the size of one."""

import tensorflow as tf

centre = tf.Variable([0.5, -0.4], name="centre")
width = tf.Variable([1.0, 2.0], name="width")
features = tf.constant([1.0, -2.0])
sizes = []


def bound(values, middle, spread):  # noqa: ARG001  # <- culprit
    return tf.zeros(2)


class Interval:
    def __init__(self, middle, spread):
        self.middle = middle
        self.spread = spread

    def draw(self):
        return self.middle + self.spread * tf.random.normal([2])

    def loss(self, values):
        return bound(values, self.middle, self.spread)

    def size(self):
        return tf.reduce_sum(self.spread)


def loss_fn():
    interval = Interval(tf.tanh(features * centre), width)
    loss = tf.reduce_mean(1.0 - interval.loss(features))
    sizes.append(float(interval.size()))
    return loss


variables = [centre, width]

STATUSES = {"centre": "null", "width": "null"}
FINDINGS = (("GN104", "Tanh", "error"),)
