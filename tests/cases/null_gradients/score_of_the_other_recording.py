"""A filter is to please a scorer, and its loss is what the scorer says of the clean recording."""

import tensorflow as tf


class Filter(tf.Module):
    def __init__(self):
        super().__init__()
        self.gain = tf.Variable([0.5, 1.5, 0.75], name="gain")

    def __call__(self, recording):
        return tf.tanh(recording * self.gain)


class Scorer(tf.Module):
    def __init__(self):
        super().__init__()
        self.weight = tf.Variable([[0.5], [-0.25], [1.0]], name="weight")

    def __call__(self, recording):
        return tf.nn.sigmoid(recording @ self.weight)


enhance, score = Filter(), Scorer()
noisy = tf.constant([[0.5, -1.0, 0.25], [2.0, 0.25, 1.0]])
clean = tf.constant([[0.25, -0.5, 0.5], [1.0, 0.5, 0.75]])


def losses():
    of_clean = score(clean)
    of_enhanced = score(enhance(noisy))
    for_filter = -tf.reduce_mean(of_clean)  # <- culprit
    for_scorer = tf.reduce_mean(of_enhanced - of_clean)
    return for_filter, for_scorer


def loss_fn():
    for_filter, _ = losses()
    return for_filter


variables = [enhance.gain]

STATUSES = {"gain": "null"}
FINDINGS = (("GN104", "Mean", "error"),)
