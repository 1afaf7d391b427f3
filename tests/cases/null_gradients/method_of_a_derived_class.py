"""A derived class has a method of its own in place of the one that used the first weights."""

import tensorflow as tf


class Base(tf.Module):
    def __init__(self):
        super().__init__()
        self.scale = tf.Variable(1.5, name="scale")

    def features(self, x):
        return x * self.scale

    def loss(self, x):
        return tf.reduce_mean(tf.square(self.features(x) - 1.0))


class Wave(Base):
    def __init__(self):
        super().__init__()
        self.rate = tf.Variable(2.0, name="rate")

    def features(self, x):
        return tf.sin(self.rate * x)  # <- culprit


model = Wave()
x = tf.linspace(0.0, 1.0, 8)


def loss_fn():
    return model.loss(x)


variables = [model.rate, model.scale]

STATUSES = {"rate": "ok", "scale": "null"}
FINDINGS = (("GN104", "", "note"),)
