"""The best score is stopped before it weighs the row that its place picks."""

import tensorflow as tf

gate = tf.Variable([[0.4, -0.2, 0.7], [0.1, 0.9, -0.5]], name="gate")
rows = tf.Variable([[1.0, 0.5], [0.3, -0.8], [-0.4, 0.6]], name="rows")
x = tf.constant([[1.0, 2.0], [0.5, -1.0]])


def loss_fn():
    scores = tf.nn.softmax(x @ gate)
    place = tf.argmax(scores, axis=-1)
    best = tf.stop_gradient(tf.reduce_max(scores, axis=-1, keepdims=True))  # <- culprit
    return tf.reduce_mean(tf.square(best * tf.gather(rows, place) - 0.2))


variables = [gate, rows]

STATUSES = {"gate": "null", "rows": "ok"}
FINDINGS = (("GN101", "StopGradient", "note"),)
