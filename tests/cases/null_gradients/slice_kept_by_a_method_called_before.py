"""A table of methods' results: one cuts a column out of a variable, another computes a factor."""

import tensorflow as tf


class Table:
    def __init__(self, rows):
        self.rows = tf.Variable(rows, name="rows")
        self.columns = {}
        self.factors = []

    def open_column(self, name, place):
        self.columns[name] = self.rows[place]  # <- culprit

    def open_smoothed(self, name, place):
        self.columns[name] = tf.nn.softmax(self.rows[place])

    def add_factor(self, number):
        factor = tf.exp(number)
        self.factors.append(factor)


class Fit:
    def __init__(self, table):
        self.table = table

    def loss(self):
        left = self.table.columns["left"] * self.table.factors[0]
        return tf.reduce_sum(tf.square(left - 1.0))


table = Table([[0.5, 0.25], [2.0, 3.0]])
table.open_column("left", 1)
table.add_factor(0.5)
fit = Fit(table)


def loss_fn():
    return fit.loss()


variables = [*table.columns.values(), *table.factors]

STATUSES = {"tensor": "null", "tensor_2": "null"}
FINDINGS = (("GN105", "Mul", "error"),)
