"""For each key a dict is kept with the scores of a model, and the loss compares these."""

import tensorflow as tf


class Observer:
    def __init__(self):
        self.model = tf.keras.Sequential([tf.keras.Input((3,)), tf.keras.layers.Dense(1)])
        self.known = {}

    def observe(self, key, seen):
        scores = self.model(seen[None])  # <- culprit
        self.known[key] = {"scores": scores, "seen": seen}

    def loss(self, wanted):
        return tf.add_n(
            [tf.reduce_sum(tf.square(self.known[key]["scores"] - wanted[key])) for key in wanted]
        )


observer = Observer()
for key in "ab":
    observer.observe(key, tf.random.normal((3,), seed=1))


def loss_fn():
    return observer.loss({"a": 1.0, "b": 0.0})


variables = observer.model.trainable_variables

STATUSES = {"sequential/dense/kernel": "null", "sequential/dense/bias": "null"}
FINDINGS = (("GN107", "Sub", "error"),)
