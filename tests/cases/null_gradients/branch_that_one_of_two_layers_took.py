"""Of two layers of one class, one takes the branch with a loop that adds its shift."""

import tensorflow as tf


class Layer(tf.Module):
    def __init__(self, is_first):
        super().__init__()
        self.is_first = is_first
        self.scale = tf.Variable(0.5 if is_first else 1.5, name="scale")
        self.shift = tf.Variable([0.3, 0.2], name="shift")

    def __call__(self, x):
        if self.is_first:  # <- culprit
            y = x * self.scale
        else:
            y = x * self.scale
            for _ in range(2):
                y = tf.tanh(y + self.shift)
        return y


first, second = Layer(True), Layer(False)
rows = tf.constant([[0.3, -0.7], [1.0, 0.2]])
variables = [*first.trainable_variables, second.shift]


def loss_fn():
    return tf.reduce_mean(tf.square(second(first(rows)) - 1.0))


STATUSES = {"scale": "ok", "shift": "null", "shift_2": "ok"}
FINDINGS = (("GN115", "", "note"),)
