"""A layer scores whole orders in a method that nothing calls; the loss adds up simpler terms."""

import tensorflow as tf


class Ordering(tf.keras.layers.Layer):
    def __init__(self):
        super().__init__(name="ordering")
        self.single = tf.keras.layers.Dense(3, name="single")

    def build(self, shape):
        self.single.build(shape)
        self.pairs = self.add_weight(shape=(3, 3), name="pairs")

    def best(self, scores):
        return tf.argmax(scores[:, 0] @ self.pairs + scores[:, 1], axis=-1)

    def call(self, x, choose=True):
        scores = self.single(x)
        return self.best(scores) if choose else scores

    def score_of_order(self, scores, order):
        first, second = tf.unstack(tf.one_hot(order, 3), axis=1)
        return tf.einsum("bi,ij,bj->b", first, self.pairs, second) + scores[:, 0] @ first


ordering = Ordering()
gate = tf.keras.layers.Dense(1, name="gate")
x = tf.constant([[[0.5, -1.0], [2.0, 0.25]]])
ordering(x)
gate.build((None, 2, 2))


def loss_fn():
    scores = ordering(x, choose=False)
    openness = tf.reduce_mean(tf.square(gate(x)))
    error = tf.reduce_mean(tf.square(scores - 1.0))  # <- culprit
    return 0.1 * openness + error


variables = [*ordering.trainable_variables, *gate.trainable_variables]

STATUSES = {
    "ordering/pairs": "null",
    "ordering/single/kernel": "ok",
    "ordering/single/bias": "ok",
    "gate/kernel": "ok",
    "gate/bias": "ok",
}
FINDINGS = (("GN104", "", "note"),)
