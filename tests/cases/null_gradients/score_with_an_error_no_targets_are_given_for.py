"""A model computes its error where it is given targets; it is not, and nothing reads its scores."""

import keras
import tensorflow as tf


class Grader(keras.Model):
    def __init__(self):
        super().__init__(name="grader")
        self.words = keras.layers.Embedding(6, 3, name="words")
        self.grade = keras.layers.Dense(1, name="grade")
        self.weight = self.add_weight(shape=(), initializer="ones", name="weight")

    def _error(self, scores, targets):
        return tf.reduce_mean(tf.square(scores - targets))

    def call(self, batch):
        words = tf.reshape(self.words(batch["ids"]), [-1, 6])
        scores = self.grade(words)
        error = 0.01 * tf.square(self.weight)
        if "targets" in batch:  # <- culprit
            error += self.weight * self._error(scores, batch["targets"])
        return {"error": error, "scores": scores}


grader = Grader()
batch = {"ids": tf.constant([[0, 3], [5, 1]])}
grader(batch)


def loss_fn():
    result = grader(batch)
    return result["error"]


variables = grader.trainable_variables

STATUSES = {
    "grader/weight": "ok",
    "grader/words/embeddings": "null",
    "grader/grade/kernel": "null",
    "grader/grade/bias": "null",
}
FINDINGS = (("GN115", "", "note"),)
