"""An index is drawn from probabilities, and the one that it picks is kept as a Python number."""

import numpy as np
import tensorflow as tf

logits = tf.Variable([[0.2, -0.1, 0.4], [0.3, 0.1, -0.6]], name="logits")
state = tf.constant([[1.0, 0.5]])
steps = 4


def play():
    generator = np.random.default_rng(3)
    kept = []
    for _ in range(steps):
        chances = tf.nn.softmax(state @ logits)[0]
        choice = int(np.searchsorted(np.cumsum(chances.numpy()), generator.random() * 0.99))
        kept.append(float(tf.math.log(chances[choice])))  # <- culprit
    return kept


def loss_fn():
    scores = play()
    return -tf.reduce_mean(tf.constant(scores))


variables = [logits]
STATUSES = {"logits": "null"}
FINDINGS = [("GN112", "", "error")]
