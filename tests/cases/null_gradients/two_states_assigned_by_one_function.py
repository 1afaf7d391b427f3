"""A cell keeps both of its states in variables, and reads them again in the next turn."""

import tensorflow as tf


class Cell(tf.Module):
    def __init__(self):
        super().__init__()
        self.into = tf.Variable([[0.4, -0.2, 0.3, 0.9]], name="into")
        self.hidden = tf.Variable(tf.zeros([1, 2]), trainable=False, name="hidden")
        self.carry = tf.Variable(tf.zeros([1, 2]), trainable=False, name="carry")

    def step(self, x):
        candidate, gate = tf.split(tf.matmul(x, self.into), 2, axis=1)
        carry = self.carry + tf.sigmoid(gate) * tf.tanh(candidate)
        self.hidden.assign(tf.tanh(carry) * 0.5)  # <- culprit
        self.carry.assign(carry)

    def result(self):
        return tf.concat([self.hidden, self.carry], axis=1)


cell = Cell()
head = tf.Variable([[0.5], [0.1], [-0.3], [0.8]], name="head")


def loss_fn():
    for x in (0.5, -1.0):
        cell.step(tf.constant([[x]]))
    return tf.reduce_sum(tf.square(tf.matmul(cell.result(), head) - 1.0))


variables = [cell.into, head]

STATUSES = {"into": "null", "head": "ok"}
FINDINGS = (("GN113", "AssignVariableOp", "error"),)
