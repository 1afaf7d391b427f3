"""Two networks see two views of a picture, and one of them is only compared with."""

import tensorflow as tf

left = tf.keras.Sequential([tf.keras.Input([3]), tf.keras.layers.Dense(2, name="out")], name="left")
right = tf.keras.Sequential(
    [tf.keras.Input([3]), tf.keras.layers.Dense(2, name="out")], name="right"
)
views = tf.constant([[0.5, -1.0, 0.3], [0.2, 0.9, -0.4]])


def loss_fn():
    seen = left(views)
    other = tf.stop_gradient(right(views * 0.9))  # <- culprit
    return tf.reduce_mean(tf.square(seen - other))


variables = [*left.trainable_variables, *right.trainable_variables]

STATUSES = {
    "left/out/kernel": "ok",
    "left/out/bias": "ok",
    "right/out/kernel": "null",
    "right/out/bias": "null",
}
FINDINGS = (("GN101", "StopGradient", "note"),)
