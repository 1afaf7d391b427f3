"""An object has a loss for its painter, in which the judge sees pictures of another painter."""

import collections

import tensorflow as tf

Round = collections.namedtuple("Round", "moods pictures")


class Duel:
    def __init__(self):
        self.painter = tf.keras.layers.Dense(6, activation="tanh", name="painter")
        self.judge = tf.keras.layers.Dense(1, name="judge")

    def paint(self, moods):
        return self.painter(moods)

    def judge_loss(self, played):
        return tf.reduce_mean(self.judge(self.paint(played.moods)) - self.judge(played.pictures))

    def painter_loss(self, played):
        verdict = self.judge(played.pictures)  # <- culprit
        return -tf.reduce_mean(verdict)


duel = Duel()
moods = tf.random.stateless_normal([4, 3], seed=[1, 2])
duel.paint(moods)
played = Round(moods, tf.random.stateless_normal([4, 6], seed=[3, 4]))
duel.judge_loss(played)


def loss_fn():
    return duel.painter_loss(played)


variables = duel.painter.trainable_variables + duel.judge.trainable_variables

STATUSES = {
    "painter/kernel": "null",
    "painter/bias": "null",
    "judge/kernel": "ok",
    "judge/bias": "ok",
}
FINDINGS = (("GN104", "", "warning"),)
