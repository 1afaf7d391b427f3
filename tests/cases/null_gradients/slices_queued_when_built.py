"""A layer cuts a variable into slices when built; each call takes them and puts in others."""

import collections

import tensorflow as tf


class Seasons(tf.keras.layers.Layer):
    def build(self, _):
        self.pace = self.add_weight(name="pace", shape=(1,), initializer="ones")
        self.starts = self.add_weight(name="starts", shape=(3,), initializer="ones")
        self.waiting = collections.deque([self.starts[i : i + 1] for i in range(3)])  # <- culprit

    def call(self, inputs):
        found = []
        for turn in range(4):
            season = self.waiting.popleft()
            self.waiting.append(0.5 * season + self.pace * inputs[turn])
            found.append(inputs[turn] / season)
        return tf.concat(found, 0)


seasons = Seasons(name="seasons")
heights = tf.constant([0.5, 0.8, 1.2, 0.9])
seasons(heights)


def loss_fn():
    return tf.reduce_mean(tf.square(seasons(heights) - 1.0))


variables = seasons.trainable_variables

STATUSES = {"seasons/pace": "ok", "seasons/starts": "null"}
FINDINGS = (("GN107", "Mul", "warning"),)
