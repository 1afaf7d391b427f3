"""A custom gradient that reverses the sign, as in domain-adversarial training."""

import tensorflow as tf

features = tf.keras.layers.Dense(2, name="features")
domain = tf.keras.layers.Dense(1, name="domain")


@tf.custom_gradient
def reversed_gradient(x):
    return tf.identity(x), lambda upstream: -upstream


x = tf.constant([[1.0, 2.0, -1.0], [0.5, -0.3, 2.0]])
domain(features(x))


def loss_fn():
    return tf.reduce_mean(tf.square(domain(reversed_gradient(features(x))) - 1.0))


variables = [*features.trainable_variables, *domain.trainable_variables]

STATUSES = {
    "features/kernel": "ok",
    "features/bias": "ok",
    "domain/kernel": "ok",
    "domain/bias": "ok",
}
FINDINGS = (("GC305", "CustomGradient", "note"),)
