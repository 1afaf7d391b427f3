"""The penalty of a critic calls it while the tape inside of the loss has stopped recording."""

import keras
import tensorflow as tf


class Critic(keras.Model):
    def __init__(self):
        super().__init__()
        self.hidden = keras.layers.Dense(4, activation="tanh")
        self.score = keras.layers.Dense(1, use_bias=False)

    def call(self, pictures):
        return self.score(self.hidden(pictures))


critic = Critic()
pictures = tf.constant([[0.1, 0.4], [-0.3, 0.2]])
critic(pictures)


def penalty(mixed):
    with tf.GradientTape() as tape:
        tape.watch(mixed)
        with tape.stop_recording():
            scores = critic(mixed)  # <- culprit
        total = tf.reduce_sum(scores)
    slopes = tape.gradient(total, mixed)
    return tf.reduce_mean(tf.square(tf.norm(slopes, axis=1) - 1.0))


def loss_fn():
    return penalty(pictures)


variables = critic.trainable_variables

RAISES = ValueError
STATUSES = {
    "critic/dense/kernel": "null",
    "critic/dense/bias": "null",
    "critic/dense_1/kernel": "null",
}
FINDINGS = (("GN119", "", "error"),)
