"""A transformation keeps its results by name, and the loss takes those of an earlier call."""

import tensorflow as tf

shape, scale = tf.Variable(1.0, name="shape"), tf.Variable(3.0, name="scale")
data = tf.constant([0.5, 1.0, 2.0])


class Transformation:
    def __init__(self):
        self.known = {}

    def inverse(self, name, x):
        if name not in self.known:
            z = tf.pow(x / scale, shape)  # <- culprit
            slope = tf.math.log(shape / scale) + (shape - 1.0) * tf.math.log(x / scale)
            self.known[name] = (z, slope)
        return self.known[name]


transformation = Transformation()


def loss_fn():
    z, slope = transformation.inverse("data", data)
    return tf.reduce_sum(z - slope)


loss_fn()
variables = [shape, scale]

STATUSES = {"shape": "null", "scale": "null"}
FINDINGS = (("GN107", "Sub", "error"),)
