"""One branch of a block calls its first norm a second time, where its second one belongs."""

import keras
import tensorflow as tf


class Mixer(keras.layers.Layer):
    def __init__(self, before):
        super().__init__(name="mixer")
        self.before = before
        self.norm_1 = keras.layers.LayerNormalization(name="norm_1")
        self.norm_2 = keras.layers.LayerNormalization(name="norm_2")
        self.tokens = keras.layers.Dense(3, name="tokens")
        self.channels = keras.layers.Dense(3, name="channels")

    def build(self, shape):
        for part in (self.norm_1, self.norm_2, self.tokens, self.channels):
            part.build(shape)

    def call(self, x):
        if self.before:
            x = x + self.tokens(self.norm_1(x))
            return x + self.channels(self.norm_2(x))
        x = self.norm_1(x + self.tokens(x))
        return self.norm_1(x + self.channels(x))  # <- culprit


mixer = Mixer(before=False)
x = tf.constant([[0.5, -1.0, 0.75], [2.0, 0.25, -0.5]])
mixer(x)


def loss_fn():
    return tf.reduce_mean(tf.square(mixer(x) - x))


variables = mixer.trainable_variables

STATUSES = {
    "mixer/norm_1/gamma": "ok",
    "mixer/norm_1/beta": "ok",
    "mixer/norm_2/gamma": "null",
    "mixer/norm_2/beta": "null",
    "mixer/tokens/kernel": "ok",
    "mixer/tokens/bias": "ok",
    "mixer/channels/kernel": "ok",
    "mixer/channels/bias": "ok",
}
FINDINGS = (("GN104", "", "warning"),)
