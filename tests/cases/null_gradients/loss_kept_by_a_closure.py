"""A method returns a function that gives the loss of when it was made."""

import tensorflow as tf


class Regression(tf.Module):
    def __init__(self):
        super().__init__()
        self.scale = tf.Variable(2.0, name="scale")

    def predicted(self, x):
        return self.scale * x

    def training_loss(self, x, y):
        return tf.reduce_mean(tf.square(self.predicted(x) - y))

    def training_loss_closure(self, x, y):
        loss = self.training_loss(x, y)  # <- culprit
        return lambda: loss


model = Regression()
closure = model.training_loss_closure(tf.constant([1.0, 2.0]), tf.constant([3.0, 5.0]))


def loss_fn():
    return closure()


variables = [model.scale]

STATUSES = {"scale": "null"}
FINDINGS = (("GN107", "", "error"),)
