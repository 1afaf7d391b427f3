"""A forecast is forked with a copy of its trend, and keeps the list of weights of the original."""

import copy

import tensorflow as tf


class Trend(tf.Module):
    def __init__(self):
        super().__init__()
        self.slope = tf.Variable([0.4, -0.2], name="slope")
        self.start = tf.Variable(1.5, name="start")

    def __call__(self, days):
        return tf.linalg.matvec(days, self.slope) + self.start


class Forecast:
    def __init__(self, trend, level):
        self.trend = trend
        self.level = level
        self.weights = [*trend.trainable_variables, level]

    def sales(self, days):
        return self.trend(days) * self.level

    def fork(self):
        branch = Forecast(self.trend, self.level)
        branch.trend = copy.deepcopy(self.trend)  # <- culprit
        return branch


summer = Forecast(Trend(), tf.Variable(0.8, name="level"))
winter = summer.fork()
days = tf.constant([[1.0, 0.0], [2.0, 1.0], [3.0, 0.0]])
sold = tf.constant([2.0, 1.0, 3.0])
variables = winter.weights


def loss_fn():
    return tf.reduce_mean(tf.square(winter.sales(days) - sold))


STATUSES = {"slope": "null", "start": "null", "level": "ok"}
FINDINGS = (("GN104", "", "warning"),)
