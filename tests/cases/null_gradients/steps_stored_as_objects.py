"""Each step is an object with the score of what was done, and a memory keeps some of them."""

import collections
import dataclasses

import tensorflow as tf


@dataclasses.dataclass
class Step:
    seen: tf.Tensor
    score: tf.Tensor
    reward: float


class Memory:
    def __init__(self):
        self.steps = collections.deque(maxlen=8)

    def add(self, step):
        self.steps.append(step)

    def scores(self):
        return tf.stack([step.score for step in self.steps])


class Player:
    def __init__(self):
        self.policy = tf.keras.Sequential([tf.keras.Input((3,)), tf.keras.layers.Dense(2)])
        self.memory = Memory()

    def play(self, seen):
        score = tf.nn.log_softmax(self.policy(seen[None]))[0, 1]  # <- culprit
        self.memory.add(Step(seen, score, 1.0))

    def loss(self):
        return -tf.reduce_mean(self.memory.scores())


player = Player()
for seen in tf.random.normal((4, 3), seed=1):
    player.play(seen)


def loss_fn():
    return player.loss()


variables = player.policy.trainable_variables

STATUSES = {"sequential/dense/kernel": "null", "sequential/dense/bias": "null"}
FINDINGS = (("GN107", "Pack", "error"),)
