"""An object that is called for the loss keeps a metric, and answers with what that tells."""

import tensorflow as tf


class Agreement:
    def __init__(self):
        self.metric = tf.keras.metrics.CosineSimilarity(name="agreement")

    def __call__(self, labels, outputs):
        self.metric.update_state(labels, outputs)  # <- culprit
        return 1.0 - self.metric.result()


class Fit(tf.Module):
    def __init__(self, loss):
        super().__init__()
        self.weight = tf.Variable([[0.5, -1.0], [1.0, 0.25]], name="weight")
        self.loss = loss

    def target(self, features, labels):
        return tf.reduce_mean(self.loss(labels, features @ self.weight))


fit = Fit(Agreement())
features = tf.constant([[1.0, 2.0], [3.0, -4.0]])
labels = tf.constant([[0.0, 1.0], [1.0, 0.0]])


def loss_fn():
    return fit.target(features, labels)


variables = [fit.weight]

STATUSES = {"weight": "null"}
FINDINGS = (("GN114", "", "error"),)
