"""A step computes codes before it opens its tape, and asks for both parts of the model in turn."""

import tensorflow as tf


class Autoencoder:
    def __init__(self):
        self.encoder = tf.keras.layers.Dense(2, name="encoder")
        self.decoder = tf.keras.layers.Dense(3, name="decoder")
        self.optimizers = [tf.keras.optimizers.SGD(0.1), tf.keras.optimizers.SGD(0.01)]

    def distance(self, images, codes):
        return tf.reduce_mean(tf.square(self.decoder(codes) - images))

    def step(self, images):
        codes = self.encoder(images)
        with tf.GradientTape(persistent=True) as tape:
            cost = self.distance(images, codes)
        parts = (self.encoder, self.decoder)
        inner = tape.gradient(cost, self.encoder.trainable_variables)
        outer = tape.gradient(cost, self.decoder.trainable_variables)
        for optimizer, part, found in zip(self.optimizers, parts, (inner, outer), strict=True):
            optimizer.apply_gradients(zip(found, part.trainable_variables, strict=True))


model = Autoencoder()
images = tf.random.normal([4, 3], seed=1)
codes = model.encoder(images)  # <- culprit


def loss_fn():
    return model.distance(images, codes)


loss_fn()  # makes the variables of the decoder
variables = [*model.encoder.trainable_variables, *model.decoder.trainable_variables]

STATUSES = {
    "encoder/kernel": "null",
    "encoder/bias": "null",
    "decoder/kernel": "ok",
    "decoder/bias": "ok",
}
FINDINGS = (("GN107", "MatMul", "warning"),)
