"""A layer takes the parts of a tower that it holds, one by one, and leaves out the last of them."""

import keras
import tensorflow as tf


class Tower(keras.layers.Layer):
    def __init__(self):
        super().__init__(name="tower")
        self.style = keras.layers.Embedding(5, 3, name="style")
        self.mixing = keras.layers.Dense(3, name="mixing")
        self.project = keras.layers.Dense(2, name="project")

    def build(self, _):
        self.mixing.build((None, 3))
        self.project.build((None, 3))

    def call(self, features):
        return self.project(self.mixing(self.style(features)))


class Reader(keras.layers.Layer):
    def __init__(self, tower):
        super().__init__(name="reader")
        self.tower = tower

    def read(self, features):
        vectors = self.tower.style(features)
        return self.tower.mixing(vectors)  # <- culprit


class Ranking(keras.layers.Layer):
    def __init__(self, tower):
        super().__init__(name="ranking")
        self.reader = Reader(tower)
        self.score = keras.layers.Dense(1, name="score")

    def rank(self, features):
        scores = self.score(self.reader.read(features))
        return tf.reduce_sum(tf.square(scores - 1.0))


tower = Tower()
ranking = Ranking(tower)
features = tf.constant([0, 3, 4])
tower(features)


def loss_fn():
    return ranking.rank(features)


variables = tower.trainable_variables

STATUSES = {
    "tower/style/embeddings": "ok",
    "tower/mixing/kernel": "ok",
    "tower/mixing/bias": "ok",
    "tower/project/kernel": "null",
    "tower/project/bias": "null",
}
FINDINGS = (("GN104", "", "note"),)
