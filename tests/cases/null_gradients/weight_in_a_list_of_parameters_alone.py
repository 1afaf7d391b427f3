"""A weight is made and listed with the parameters, and no line computes anything with it."""

import tensorflow as tf


class Scorer(tf.Module):
    def __init__(self):
        super().__init__()
        self.users = tf.Variable([[0.3, 0.1], [0.2, 0.4]], name="users")  # <- culprit
        self.items = tf.Variable([[0.5, -0.25], [0.75, 1.0]], name="items")
        self.layers = [tf.Variable([[0.3], [0.8]], name="out")]

    def score(self, users, items):
        history = tf.gather(self.items, items)
        return tf.reduce_sum(history @ self.layers[0]) + tf.cast(tf.size(users), tf.float32)

    def parameters(self):
        own = [self.users, self.items]
        return [*own, *self.layers]


scorer = Scorer()
variables = scorer.parameters()


def loss_fn():
    return tf.square(scorer.score(tf.constant([0, 1]), tf.constant([1, 0])))


STATUSES = {"users": "null", "items": "ok", "out": "ok"}
FINDINGS = (("GN104", "", "note"),)
