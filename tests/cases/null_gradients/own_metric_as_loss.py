"""A metric of the program's own, which counts what it stores, is called in place of a loss."""

import tensorflow as tf


class HitRate(tf.keras.metrics.Mean):
    def update_state(self, y_true, y_pred, sample_weight=None):
        hits = tf.equal(y_true, tf.argmax(y_pred, axis=-1))
        return super().update_state(tf.cast(hits, tf.float32), sample_weight)


model = tf.keras.Sequential([tf.keras.Input([2]), tf.keras.layers.Dense(3, name="score")])
features = tf.constant([[1.0, 2.0], [3.0, 4.0]])
labels = tf.constant([0, 2], tf.int64)
hit_rate = HitRate(name="hit_rate")


def loss_fn():
    return 1.0 - hit_rate(labels, model(features))  # <- culprit


variables = model.trainable_variables

STATUSES = {"sequential/score/kernel": "null", "sequential/score/bias": "null"}
FINDINGS = (("GN114", "", "error"),)
