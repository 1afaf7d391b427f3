"""Two weights of losses are taken from their variables in `__init__`, on two lines."""

import tensorflow as tf


class Balance(tf.keras.layers.Layer):
    def __init__(self):
        super().__init__()
        self.left = self.add_weight(name="left", shape=())
        self.right = self.add_weight(name="right", shape=())
        self.of_left = tf.exp(-self.left)  # <- culprit
        self.of_right = tf.exp(-self.right)

    def call(self, left, right):
        return self.of_left * left + self.of_right * right


balance = Balance()
slope = tf.Variable(1.0, name="slope")


def loss_fn():
    return balance(slope**2, slope**3)


variables = [slope, *balance.trainable_variables]

STATUSES = {"slope": "ok", "balance/left": "null", "balance/right": "null"}
FINDINGS = (("GN107", "Mul", "warning"),)
