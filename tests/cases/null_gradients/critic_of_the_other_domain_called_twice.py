"""Two critics judge two domains; in the critics' loss, the first judges both."""

import tensorflow as tf


def critic(name):
    return tf.keras.Sequential([tf.keras.Input([3]), tf.keras.layers.Dense(1)], name=name)


class Translation:
    def __init__(self):
        self.critic_x, self.critic_y = critic("critic_x"), critic("critic_y")
        self.to_y = tf.keras.Sequential([tf.keras.Input([3]), tf.keras.layers.Dense(3)])

    def translation_loss(self, x):
        return tf.reduce_mean(tf.square(self.critic_y(self.to_y(x)) - 1.0))

    def critics_loss(self, x, y):
        of_x = tf.reduce_mean(tf.square(self.critic_x(x) - 1.0))
        of_y = tf.reduce_mean(tf.square(self.critic_x(y) - 1.0))  # <- culprit
        return of_x + of_y


translation = Translation()
x, y = tf.random.normal([2, 4, 3])


def loss_fn():
    return translation.critics_loss(x, y)


variables = [translation.critic_x.layers[0].kernel, translation.critic_y.layers[0].kernel]

STATUSES = {"critic_x/dense/kernel": "ok", "critic_y/dense_1/kernel": "null"}
FINDINGS = (("GN104", "", "warning"),)
