"""The states that a method computes one after the other are written into an array of NumPy."""

import numpy as np
import tensorflow as tf


class Spiral:
    def __init__(self):
        self.matrix = tf.Variable([[-0.1, 2.0], [-2.0, -0.1]], name="matrix")

    def slope(self, state):
        return tf.linalg.matvec(self.matrix, state)

    def step(self, state):
        return state + 0.1 * self.slope(state + 0.05 * self.slope(state))

    def path(self, state, steps):
        states = np.zeros((steps, 2), "float32")
        states[0] = state
        for i in range(steps - 1):
            states[i + 1] = self.step(states[i])  # <- culprit
        return tf.constant(states)


spiral = Spiral()


def loss_fn():
    return tf.reduce_mean(tf.square(spiral.path([2.0, 0.0], 4) - 1.0))


variables = [spiral.matrix]

STATUSES = {"matrix": "null"}
FINDINGS = (("GN112", "", "error"),)
