"""An adversarial example: the gradient is asked for by the picture, which is a plain tensor."""

import tensorflow as tf

model = tf.keras.Sequential([tf.keras.Input([4]), tf.keras.layers.Dense(2, name="classes")])
picture = tf.constant([[0.1, 0.5, 0.7, 0.2]])  # <- culprit


def loss_fn():
    scores = model(picture)
    return tf.reduce_sum(tf.square(scores - 1.0))


variables = [picture]

STATUSES = {"tensor": "null"}
FINDINGS = (("GN105", "MatMul", "error"),)
