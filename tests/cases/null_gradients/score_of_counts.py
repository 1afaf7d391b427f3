"""An F1 score counts hits and misses on three lines, which is one cause."""

import tensorflow as tf

model = tf.keras.Sequential(
    [tf.keras.Input([2]), tf.keras.layers.Dense(1, activation="sigmoid", name="output")], name="net"
)
batch = tf.constant([[0.5, -1.0], [0.2, 0.9], [1.5, 0.3], [-0.7, 0.4]])
labels = tf.constant([[1.0], [0.0], [1.0], [0.0]])


def loss_fn():
    predicted = tf.round(model(batch))
    hits = tf.math.count_nonzero(predicted * labels, dtype=tf.float32)  # <- culprit
    false = tf.math.count_nonzero(predicted * (1.0 - labels), dtype=tf.float32)
    missed = tf.math.count_nonzero((1.0 - predicted) * labels, dtype=tf.float32)
    return 1.0 - 2.0 * hits / (2.0 * hits + false + missed + 1e-6)


variables = model.trainable_variables

STATUSES = {"net/output/kernel": "null", "net/output/bias": "null"}
FINDINGS = (("GN102", "NotEqual", "error"),)
