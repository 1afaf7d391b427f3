"""A function keeps a start as a variable, and the loss has what it makes of that."""

import tensorflow as tf


def split(matrix):
    q, r = tf.linalg.qr(matrix)
    return q, r


def make_turn(size):
    start = tf.Variable(tf.linspace([1.0] * size, [2.0, 0.5, 1.5], size))
    turn = tf.Variable(split(start)[0], name="turn")  # <- culprit
    return start, turn


class Mixing(tf.Module):
    def __init__(self, size):
        super().__init__()
        self.matrix, turn = make_turn(size)
        self.turn = turn

    def __call__(self, x):
        return tf.linalg.matvec(self.turn, x)


mixing = Mixing(3)
variables = [mixing.matrix, mixing.turn]


def loss_fn():
    return tf.reduce_mean(tf.square(mixing(tf.constant([[1.0, -1.0, 0.5]])) - 0.3))


STATUSES = {"Variable": "null", "turn": "ok"}
FINDINGS = (("GN108", "", "warning"),)
