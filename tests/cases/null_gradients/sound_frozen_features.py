"""Features of a frozen network behind stop_gradient, and all variables are asked about."""

import tensorflow as tf

features = tf.keras.Sequential(
    [tf.keras.Input([3]), tf.keras.layers.Dense(4, name="first")], name="features"
)
features.trainable = False
head = tf.keras.layers.Dense(1, name="head")
batch = tf.constant([[0.5, -1.0, 0.3], [0.2, 0.9, -0.4]])
head(features(batch))


def loss_fn():
    code = tf.stop_gradient(features(batch))  # <- culprit
    return tf.reduce_mean(tf.square(head(code) - 1.0))


variables = [*features.variables, *head.variables]

STATUSES = {
    "features/first/kernel": "null",
    "features/first/bias": "null",
    "head/kernel": "ok",
    "head/bias": "ok",
}
FINDINGS = (("GN101", "StopGradient", "note"),)
