"""What the critic said is remembered in a deque, beside the reward, and compared with it later."""

import collections

import tensorflow as tf


class Memory:
    def __init__(self):
        self.steps = collections.deque(maxlen=8)

    def remember(self, value, reward):
        self.steps.append((value, reward))


class Player:
    def __init__(self):
        self.critic = tf.keras.Sequential([tf.keras.Input((3,)), tf.keras.layers.Dense(1)])
        self.memory = Memory()

    def play(self, state):
        value = self.critic(state[None])[0, 0]  # <- culprit
        self.memory.remember(value, 1.0)

    def loss(self):
        return tf.add_n([tf.square(reward - value) for value, reward in self.memory.steps])


player = Player()
for state in tf.random.normal((4, 3), seed=1):
    player.play(state)


def loss_fn():
    return player.loss()


variables = player.critic.trainable_variables

STATUSES = {"sequential/dense/kernel": "null", "sequential/dense/bias": "null"}
FINDINGS = (("GN107", "Sub", "error"),)
