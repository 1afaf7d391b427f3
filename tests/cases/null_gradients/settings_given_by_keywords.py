"""An object makes another of a class and a dict that it is given; that one converts variables."""

import tensorflow as tf


class Line:
    def __init__(self, slope, start):
        self.slope = tf.convert_to_tensor(slope)  # <- culprit
        self.start = tf.convert_to_tensor(start)

    def __call__(self, times):
        return self.slope * times + self.start


class Named:
    def __init__(self, kind, settings, name):
        self.name = name
        self.curve = kind(**settings)

    def __call__(self, times):
        return self.curve(times)


rise = tf.Variable(0.7, name="rise")
offset = tf.Variable(-0.2, name="offset")
scale = tf.Variable(1.5, name="scale")
model = Named(Line, {"slope": rise, "start": offset}, name="line")
times = tf.constant([0.0, 1.0, 2.0])


def loss_fn():
    return tf.reduce_sum(tf.square(scale * model(times) - 1.0))


variables = [rise, offset, scale]

STATUSES = {"rise": "null", "offset": "null", "scale": "ok"}
FINDINGS = (("GN107", "Mul", "warning"),)
