"""An encoder begins with the weights of an earlier one, and its codes are computed too early."""

import tensorflow as tf


def encoder_of(name):
    return tf.keras.Sequential([tf.keras.Input([3]), tf.keras.layers.Dense(2)], name=name)


earlier, encoder = encoder_of("earlier"), encoder_of("encoder")
encoder.set_weights(earlier.get_weights())
head = tf.keras.Sequential([tf.keras.Input([2]), tf.keras.layers.Dense(1)], name="head")
images = tf.random.normal([4, 3], seed=1)
codes = encoder(images)  # <- culprit


def loss_fn():
    return tf.reduce_mean(tf.square(head(codes) - 1.0))


variables = [*encoder.trainable_variables, *head.trainable_variables]

STATUSES = {
    "encoder/dense_1/kernel": "null",
    "encoder/dense_1/bias": "null",
    "head/dense_2/kernel": "ok",
    "head/dense_2/bias": "ok",
}
FINDINGS = (("GN107", "MatMul", "warning"),)
