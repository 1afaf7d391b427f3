"""A function makes the weights of each layer, and the step makes a new list of tensors of them."""

import itertools

import tensorflow as tf


def made(sizes):
    return [tf.Variable(tf.ones([i, o])) for i, o in itertools.pairwise(sizes)]


class Net:
    def __init__(self, sizes):
        self.weights = made(sizes)

    def __call__(self, x):
        for weight in self.weights:
            x = tf.tanh(x @ weight)
        return x

    def step(self, rate):
        self.weights = [weight - rate * tf.sign(weight) for weight in self.weights]  # <- culprit


net = Net([2, 3, 1])
variables = [*net.weights]
net.step(0.1)


def loss_fn():
    return tf.reduce_mean(net(tf.ones([4, 2])))


STATUSES = {"Variable": "null", "Variable_2": "null"}
FINDINGS = (("GN106", "", "error"),)
