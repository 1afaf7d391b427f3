"""Three steps with a norm each; the third takes the result of the first."""

import tensorflow as tf
from tensorflow import keras


def activated(features):
    return tf.maximum(0.2 * features, features)


class Critic(keras.Model):
    def __init__(self):
        super().__init__(name="critic")
        self.first = keras.layers.Dense(4, use_bias=False, name="first")
        self.second = keras.layers.Dense(4, use_bias=False, name="second")
        self.third = keras.layers.Dense(1, use_bias=False, name="third")
        self.norm = keras.layers.UnitNormalization()

    def call(self, images):
        x1 = self.first(images)
        active1 = activated(x1)
        x2 = self.second(active1)
        active2 = activated(self.norm(x2))  # noqa: F841
        x3 = self.third(active1)  # <- culprit
        return tf.reduce_mean(x3)


critic = Critic()
critic(tf.ones([2, 3]))


def loss_fn():
    return critic(tf.ones([2, 3])) - critic(tf.zeros([2, 3]))


variables = critic.trainable_variables

STATUSES = {
    "critic/first/kernel": "ok",
    "critic/second/kernel": "null",
    "critic/third/kernel": "ok",
}
FINDINGS = (("GN104", "Maximum", "warning"),)
