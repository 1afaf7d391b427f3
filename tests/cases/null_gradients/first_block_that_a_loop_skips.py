"""A loop over blocks of layers begins at the second, so that nothing calls the first."""

import tensorflow as tf


class Block(tf.keras.layers.Layer):
    def __init__(self, name):
        super().__init__(name=name)
        self.inner = tf.keras.layers.Dense(4, activation="tanh")
        self.outer = tf.keras.layers.Dense(2)

    def call(self, inputs):
        return self.outer(self.inner(inputs))


class Tower(tf.keras.Model):
    def __init__(self):
        super().__init__()
        self.blocks = [Block(f"block_{number}") for number in range(3)]
        for block in self.blocks:
            block(tf.zeros([1, 2]))

    def call(self, inputs):
        for block in self.blocks[1:]:  # <- culprit
            inputs = inputs + block(inputs)
        return inputs


tf.keras.utils.set_random_seed(1)
tower = Tower()
batch = tf.constant([[0.5, -1.0], [0.2, 0.9]])


def loss_fn():
    return tf.reduce_mean(tf.square(tower(batch) - 1.0))


variables = tower.trainable_variables

STATUSES = dict(zip([each.path for each in variables], [*["null"] * 4, *["ok"] * 8], strict=True))
FINDINGS = (("GN104", "", "note"),)
