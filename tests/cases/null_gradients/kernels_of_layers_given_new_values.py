"""An inner step gives the kernels of layers new values from outside, which are tensors."""

import tensorflow as tf


class Linear(tf.Module):
    def __init__(self, values):
        super().__init__()
        self.kernel = tf.Variable(values, name="kernel")

    def __call__(self, rows):
        return tf.matmul(rows, self.kernel)


first = Linear([[0.5, -0.3], [0.8, 0.1]])
second = Linear([[0.4], [-0.2]])
batch = tf.constant([[1.0, -2.0], [0.5, 3.0]])
variables = [first.kernel, second.kernel]


def predicted():
    return second(tf.tanh(first(batch)))


def step(rate=0.1):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(tf.square(predicted() - 1.0))
    gradients = tape.gradient(loss, variables)
    for place, layer in enumerate([first, second]):
        layer.kernel = variables[place] - rate * gradients[place]  # <- culprit


step()


def loss_fn():
    return tf.reduce_mean(tf.square(predicted() - 1.0))


STATUSES = {"kernel": "null", "kernel_2": "null"}
FINDINGS = (("GN106", "", "error"),)
