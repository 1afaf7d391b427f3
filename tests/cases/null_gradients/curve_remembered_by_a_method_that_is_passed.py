"""A curve remembers what its methods have computed, in one table for all of them."""

import tensorflow as tf


class Curve:
    def __init__(self, height, width):
        self.height = height
        self.width = width
        self.remembered = {}

    def _once(self, what, points, compute):
        place = (what, id(points))
        if place not in self.remembered:
            self.remembered[place] = compute(points)  # <- culprit
        return self.remembered[place]

    def _values(self, points):
        return self.height * tf.exp(-tf.square(points / self.width))

    def values(self, points):
        return self._once("values", points, self._values)


class Fit:
    def __init__(self, height, width):
        self.curve = Curve(height, width)

    def error(self, points, heights):
        return tf.reduce_mean(tf.square(self.curve.values(points) - heights))


height = tf.Variable(1.5, name="height")
width = tf.Variable(0.7, name="width")
scale = tf.Variable(1.2, name="scale")
points = tf.constant([-1.0, -0.2, 0.4, 1.3])
heights = tf.constant([0.2, 0.8, 0.7, 0.1])
fit = Fit(height, width)
before = fit.error(points, heights)


def loss_fn():
    return fit.error(points, scale * heights)


variables = [height, width, scale]

STATUSES = {"height": "null", "width": "null", "scale": "ok"}
FINDINGS = (("GN107", "Sub", "warning"),)
