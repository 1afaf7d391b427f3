"""A subclassed Keras model stops the gradient between its encoder and its head."""

import tensorflow as tf


class Classifier(tf.keras.Model):
    def __init__(self):
        super().__init__()
        self.encoder = tf.keras.layers.Dense(4, name="encoder")
        self.head = tf.keras.layers.Dense(2, name="head")

    def call(self, images):
        code = tf.stop_gradient(self.encoder(images))  # <- culprit
        return self.head(code)


model = Classifier()
images = tf.ones([3, 5])
model(images)


def loss_fn():
    return tf.reduce_mean(tf.square(model(images) - 1.0))


variables = model.trainable_variables

STATUSES = {
    "classifier/encoder/kernel": "null",
    "classifier/encoder/bias": "null",
    "classifier/head/kernel": "ok",
    "classifier/head/bias": "ok",
}
FINDINGS = (("GN101", "StopGradient", "warning"),)
