"""An average is given the weights of its numbers, keeps the numbers, and goes without the rest."""

import tensorflow as tf

slope = tf.Variable(0.5, name="slope")
weighing = tf.Variable([0.1, 0.4, -0.3], name="weighing")
readings = tf.constant([1.0, -2.0, 0.5])


class Average:
    def __init__(self, numbers, weights):  # noqa: ARG002  # <- culprit
        self.numbers = numbers

    def result(self):
        return tf.reduce_mean(self.numbers)


def loss_fn():
    weights = tf.nn.softmax(weighing)
    average = Average(slope * readings, weights)
    return tf.square(average.result() - 1.0)


variables = [slope, weighing]

STATUSES = {"slope": "ok", "weighing": "null"}
FINDINGS = (("GN104", "Softmax", "note"),)
