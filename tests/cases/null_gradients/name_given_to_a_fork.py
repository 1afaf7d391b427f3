"""The name of a runner is given to a fork of it, once the variables of the first were listed."""

import copy

import tensorflow as tf


class Stretch(tf.Module):
    def __init__(self):
        super().__init__()
        self.width = tf.Variable([0.5, 0.2], name="width")

    def __call__(self, x):
        return x * self.width


class Runner:
    def __init__(self, net):
        self.net = net

    def fork(self):
        other = Runner(self.net)
        other.net = copy.deepcopy(self.net)
        return other


runner = Runner(Stretch())
variables = runner.net.trainable_variables
runner = runner.fork()  # <- culprit
rows = tf.constant([[1.0, 2.0], [0.5, -1.0]])


def loss_fn():
    return tf.reduce_sum(tf.square(runner.net(rows)))


STATUSES = {"width": "null"}
FINDINGS = (("GN104", "", "error"),)
