"""A method hands the scores of the last call on to another attribute, and computes new ones."""

import tensorflow as tf

tf.random.set_seed(4)


class Agent:
    def __init__(self):
        self.actor = tf.keras.layers.Dense(3, activation="softmax", name="actor")
        self.critic = tf.keras.layers.Dense(1, name="critic")
        self.old_scores = None
        self.scores = None

    def act(self, states):
        self.old_scores = self.scores
        self.scores = self.actor(states)  # <- culprit
        return tf.argmax(self.scores, axis=-1)

    def loss(self, states):
        ratio = self.scores / self.old_scores
        return tf.reduce_mean(ratio * self.critic(states))


agent = Agent()
states = tf.constant([[0.5, -1.0], [0.2, 0.9]])
agent.act(states)
agent.act(states + 0.1)


def loss_fn():
    return agent.loss(states)


loss_fn()
variables = [*agent.actor.trainable_variables, *agent.critic.trainable_variables]

STATUSES = {
    "actor/kernel": "null",
    "actor/bias": "null",
    "critic/kernel": "ok",
    "critic/bias": "ok",
}
FINDINGS = (("GN107", "RealDiv", "warning"),)
