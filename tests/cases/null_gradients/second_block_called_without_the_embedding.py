"""Two blocks take an embedding under a name of their own; the second one is called without it."""

import tensorflow as tf

layers = tf.keras.layers


class Block(layers.Layer):
    def __init__(self, name):
        super().__init__(name=name)
        self.of_rows = layers.Dense(3, name="of_rows")
        self.of_time = layers.Dense(3, name="of_time")

    def call(self, rows, time=None):
        found = tf.tanh(self.of_rows(rows))
        if time is not None:
            found = found + self.of_time(time)
        return found


embed, first, second = layers.Dense(2, name="embed"), Block("first"), Block("second")
rows, steps = tf.random.normal([4, 3]), tf.random.normal([4, 1])
second(rows, tf.zeros([4, 2]))


def loss_fn():
    embedded = embed(steps)
    found = first(rows, embedded)
    found = second(found)  # <- culprit
    return tf.reduce_mean(tf.square(found))


loss_fn()
variables = [embed.kernel, first.of_time.kernel, second.of_time.kernel]

STATUSES = {
    "embed/kernel": "ok",
    "first/of_time/kernel": "ok",
    "second/of_time/kernel": "null",
}
FINDINGS = (("GN115", "", "warning"),)
