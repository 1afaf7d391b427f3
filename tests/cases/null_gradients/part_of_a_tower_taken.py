"""The loss calls one layer of a tower, whose own call it never comes to."""

import keras
import tensorflow as tf


class Tower(keras.Model):
    def __init__(self):
        super().__init__(name="tower")
        self.style = keras.layers.Embedding(5, 3, name="style")
        self.project = keras.layers.Dense(2, name="project")

    def call(self, features):
        return self.project(self.style(features))


tower = Tower()
features = tf.constant([0, 3, 4])
tower(features)


def loss_fn():
    vectors = tower.style(features)  # <- culprit
    return tf.reduce_sum(tf.square(vectors - 1.0))


variables = tower.trainable_variables

STATUSES = {
    "tower/style/embeddings": "ok",
    "tower/project/kernel": "null",
    "tower/project/bias": "null",
}
FINDINGS = (("GN104", "", "note"),)
