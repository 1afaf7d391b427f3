"""A variable is listed for the optimizer, and used in a method that the loss does not come to."""

import tensorflow as tf


class Scores:
    def __init__(self):
        self.users = tf.Variable(tf.ones([4, 3]), name="users")
        self.items = tf.Variable(tf.ones([6, 3]), name="items")
        self.offsets = tf.Variable(tf.zeros([6]), name="offsets")  # <- culprit

    def parameters(self):
        return [self.users, self.items, self.offsets]

    def loss(self, user, item):
        scores = tf.gather(self.users, user) * tf.gather(self.items, item)
        return tf.reduce_mean(tf.nn.softplus(-tf.reduce_sum(scores, axis=1)))

    def rank(self, user):
        return tf.linalg.matvec(self.items, self.users[user]) + self.offsets


scores = Scores()


def loss_fn():
    return scores.loss(tf.constant([0, 1, 3]), tf.constant([2, 5, 4]))


variables = scores.parameters()

STATUSES = {"users": "ok", "items": "ok", "offsets": "null"}
FINDINGS = (("GN104", "", "note"),)
