"""A name gets a value in one of two branches, and later another; an entry of it is kept."""

import tensorflow as tf

kernel = tf.Variable([[0.5, 1.0], [-0.3, 0.2]], name="kernel")
bias = tf.Variable([0.1, 0.2], name="bias")
seen = tf.constant([[1.0, 2.0]])
is_sharp = True

kept = []
if is_sharp:
    score = tf.nn.softmax(3.0 * tf.matmul(seen, kernel))
else:
    score = tf.nn.softmax(tf.matmul(seen, kernel))
kept.append(score[0, 0])  # <- culprit
total = tf.exp(bias)
total = tf.exp(2.0 * bias)  # <- culprit 2
kept.append(total[0] + 1.0)
total = tf.exp(3.0 * bias)


def loss_fn():
    return kept[0] * kept[1]


variables = [kernel, bias]

STATUSES = {"kernel": "null", "bias": "null"}
FINDINGS = (("GN107", "Mul", "error"), ("GN107", "Mul", "error"))
