"""The loss of a generator is computed from the real images instead of the generated ones."""

import tensorflow as tf

generator = tf.keras.Sequential(
    [tf.keras.Input([2]), tf.keras.layers.Dense(4, name="paint")], name="generator"
)
discriminator = tf.keras.Sequential(
    [tf.keras.Input([4]), tf.keras.layers.Dense(1, name="judge")], name="discriminator"
)
noise, real = tf.ones([3, 2]), tf.ones([3, 4])


def loss_fn():
    fake = generator(noise)
    verdict = discriminator(real)
    ones = tf.ones_like(fake[:, :1])  # <- culprit
    return tf.reduce_mean(tf.nn.sigmoid_cross_entropy_with_logits(labels=ones, logits=verdict))


variables = generator.trainable_variables

STATUSES = {"generator/paint/kernel": "null", "generator/paint/bias": "null"}
FINDINGS = (("GN104", "StridedSlice", "error"),)
