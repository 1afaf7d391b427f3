"""A generator maps its noise to styles, hands both out, and draws from the noise as it was."""

import tensorflow as tf

layers = tf.keras.layers


class Generator(tf.keras.Model):
    def __init__(self):
        super().__init__(name="generator")
        self.mapping = layers.Dense(3, activation="relu", name="mapping")
        self.drawing = layers.Dense(4, name="drawing")

    def call(self, noise):
        noise = noise * tf.math.rsqrt(tf.reduce_mean(noise**2, 1, keepdims=True) + 1e-8)
        styles = self.mapping(noise)
        drawn = self.drawing(noise)  # <- culprit
        return drawn, styles


generator, judge = Generator(), layers.Dense(1, name="judge")
noise = tf.random.normal([2, 3])


def loss_fn():
    drawn, styles = generator(noise)  # noqa: RUF059
    return tf.reduce_mean(tf.nn.softplus(-judge(drawn)))


loss_fn()
variables = [generator.mapping.kernel, generator.drawing.kernel]

STATUSES = {"generator/mapping/kernel": "null", "generator/drawing/kernel": "ok"}
FINDINGS = (("GN104", "Relu", "note"),)
