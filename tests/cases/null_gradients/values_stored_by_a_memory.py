"""What the critic said of each step is stored in a memory, and the loss takes it from there."""

import tensorflow as tf


class Memory:
    def __init__(self):
        self.steps = []

    def store(self, state, value):
        self.steps.append((tf.reduce_sum(state), value))


class Player:
    def __init__(self):
        self.critic = tf.keras.Sequential([tf.keras.Input((3,)), tf.keras.layers.Dense(1)])
        self.memory = Memory()

    def play(self, state):
        value = self.critic(state[None])[0, 0]  # <- culprit
        self.memory.store(state, value)

    def loss(self):
        return tf.add_n([tf.square(total - value) for total, value in self.memory.steps])


player = Player()
for state in tf.random.normal((4, 3), seed=1):
    player.play(state)


def loss_fn():
    return player.loss()


variables = player.critic.trainable_variables

STATUSES = {"sequential/dense/kernel": "null", "sequential/dense/bias": "null"}
FINDINGS = [("GN107", "Sub", "error")]
