"""A loop over a list of layers takes the first of them each time."""

import tensorflow as tf


class Stack(tf.keras.Model):
    def __init__(self):
        super().__init__(name="stack")
        self.steps = [tf.keras.layers.Dense(3, name=f"step_{i}") for i in range(2)]

    def call(self, inputs):
        for _ in range(len(self.steps)):
            inputs = tf.tanh(self.steps[0](inputs))  # <- culprit
        return inputs


stack = Stack()
x = tf.constant([[0.5, -1.0, 0.25], [2.0, 0.25, 1.0]])
for step in stack.steps:
    step.build((None, 3))
stack(x)


def loss_fn():
    return tf.reduce_mean(tf.square(stack(x) - 0.5))


variables = [variable for step in stack.steps for variable in step.trainable_variables]

STATUSES = {
    "step_0/kernel": "ok",
    "step_0/bias": "ok",
    "step_1/kernel": "null",
    "step_1/bias": "null",
}
FINDINGS = (("GN104", "", "note"),)
