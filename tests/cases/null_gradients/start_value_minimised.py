"""A class minimises its function of the start value, which it is fed, and not of its variable."""

import tensorflow as tf


class Minimiser:
    def __init__(self, start):
        self.start = tf.constant(start)
        self.point = tf.Variable(start, name="point")
        self.optimizer = tf.keras.optimizers.SGD(0.1)

    def objective(self):
        point = self.start
        return 2.0 * point**2 - 5.0 * point + 4.0  # <- culprit

    def train(self, iterations):
        for _ in range(iterations):
            with tf.GradientTape() as tape:
                value = self.objective()
            gradients = tape.gradient(value, [self.point])
            self.optimizer.apply_gradients(zip(gradients, [self.point], strict=True))


minimiser = Minimiser(4.0)
loss_fn = minimiser.objective
variables = [minimiser.point]

STATUSES = {"point": "null"}
FINDINGS = (("GN104", "", "error"),)
