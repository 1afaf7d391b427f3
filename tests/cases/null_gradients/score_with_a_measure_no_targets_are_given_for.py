"""A model would measure its scores, were it given targets, and nothing reads that either."""

import keras
import tensorflow as tf


class Grader(keras.Model):
    def __init__(self):
        super().__init__(name="grader")
        self.grade = keras.layers.Dense(2, name="grade")
        self.weight = self.add_weight(shape=(), initializer="ones", name="weight")

    def call(self, batch):
        scores = self.grade(batch["x"])  # <- culprit
        distance = tf.constant(0.0)
        if "targets" in batch:
            distance = tf.reduce_mean(tf.abs(scores - batch["targets"]))
        error = 0.01 * tf.square(self.weight)
        return {"error": error, "scores": scores, "distance": distance}


grader = Grader()
batch = {"x": tf.constant([[0.5, -1.0], [2.0, 0.25]])}
grader(batch)


def loss_fn():
    result = grader(batch)
    return result["error"]


variables = grader.trainable_variables

STATUSES = {"grader/weight": "ok", "grader/grade/kernel": "null", "grader/grade/bias": "null"}
FINDINGS = (("GN104", "BiasAdd", "note"),)
