"""A loss reads copies of a critic's weights as a target, and the critic without its second head."""

import tensorflow as tf


class Critic:
    def __init__(self):
        self.body = tf.Variable([[0.5, -0.3], [0.8, 0.1]], name="body")
        self.value = tf.Variable([[0.4], [-0.2]], name="value")
        self.advantage = tf.Variable([[0.1], [0.3]], name="advantage")  # <- culprit
        self.weights = [self.body, self.value, self.advantage]
        self.target = [tf.Variable(each, trainable=False) for each in self.weights]

    def __call__(self, rows):
        return tf.matmul(tf.tanh(tf.matmul(rows, self.body)), self.value)

    def goal(self, rows):
        body, value, advantage = self.target
        hidden = tf.tanh(tf.matmul(rows, body))
        return tf.matmul(hidden, value) + tf.matmul(hidden, advantage)


critic = Critic()
batch = tf.constant([[1.0, -2.0], [0.5, 3.0]])


def loss_fn():
    return tf.reduce_mean(tf.square(critic(batch) - critic.goal(batch)))


variables = [critic.body, critic.value, critic.advantage]

STATUSES = {"body": "ok", "value": "ok", "advantage": "null"}
FINDINGS = (("GN104", "", "note"),)
