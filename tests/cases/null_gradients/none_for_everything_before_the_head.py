"""A gradient function that returns None alone lies between all of the input and the head."""

import tensorflow as tf

encoder = tf.keras.layers.Dense(3, name="encoder")
head = tf.keras.layers.Dense(1, name="head")
pictures = tf.constant([[0.2, -0.4], [1.0, 0.3]])
head(encoder(pictures))


@tf.custom_gradient
def softened(x, sharpness):
    def gradient(upstream):
        del upstream
        return None, None  # <- culprit

    return tf.nn.softplus(x * sharpness), gradient


def loss_fn():
    return tf.reduce_mean(tf.square(head(softened(encoder(pictures), 2.0)) - 1.0))


variables = [*encoder.trainable_variables, *head.trainable_variables]

STATUSES = {
    "encoder/kernel": "null",
    "encoder/bias": "null",
    "head/kernel": "ok",
    "head/bias": "ok",
}
FINDINGS = (("GN116", "CustomGradient", "warning"),)
