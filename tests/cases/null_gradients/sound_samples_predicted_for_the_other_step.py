"""One step predicts the samples that it judges; another one calls their model and trains it."""

import tensorflow as tf

layers = tf.keras.layers
generator = tf.keras.Sequential([tf.keras.Input([2]), layers.Dense(4, "tanh")], name="generator")
discriminator = tf.keras.Sequential([tf.keras.Input([4]), layers.Dense(1)], name="discriminator")
real = tf.random.normal([5, 4])


def judging_step(noise):
    samples = generator.predict(noise, verbose=0)  # <- culprit
    scores = discriminator(tf.concat([real, samples], axis=0))
    wanted = tf.concat([tf.ones([5, 1]), tf.zeros([5, 1])], axis=0)
    return tf.reduce_mean(tf.nn.sigmoid_cross_entropy_with_logits(wanted, scores))


def making_step(noise):
    samples = generator(noise)
    return -tf.reduce_mean(discriminator(samples))


def loss_fn():
    return judging_step(tf.random.normal([5, 2]))


variables = discriminator.trainable_variables + generator.trainable_variables

STATUSES = {
    "discriminator/dense_1/kernel": "ok",
    "discriminator/dense_1/bias": "ok",
    "generator/dense/kernel": "null",
    "generator/dense/bias": "null",
}
FINDINGS = (("GN112", "", "note"),)
