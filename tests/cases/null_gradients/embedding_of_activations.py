"""A model hands the activations of a Dense layer to an Embedding, which takes whole numbers."""

import tensorflow as tf
from tensorflow.keras import layers


class Captioner:
    def __init__(self):
        self.model = self.put_together()

    def put_together(self):
        picture, words = layers.Input([5]), layers.Input([4], dtype="int32")
        features = layers.Dense(3, activation="relu", name="features")(picture)
        said = layers.Embedding(10, 2)(words)
        seen = layers.Embedding(10, 2)(features)  # <- culprit
        both = layers.Concatenate()([layers.Flatten()(seen), layers.Flatten()(said)])
        return tf.keras.Model([picture, words], layers.Dense(1, name="score")(both))

    def loss(self):
        return tf.reduce_mean(tf.square(self.model([tf.ones([2, 5]), tf.ones([2, 4])]) - 1.0))


captioner = Captioner()
loss_fn = captioner.loss
variables = captioner.model.get_layer("features").weights

STATUSES = {"features/kernel": "null", "features/bias": "null"}
FINDINGS = (("GN103", "Cast", "error"),)
