"""A classifier takes the embedding of a backbone in place of what the whole backbone gives."""

import keras
import tensorflow as tf


class Scale(keras.layers.Layer):
    def build(self, shape):
        self.factor = self.add_weight(shape=(shape[-1],), initializer="ones", name="factor")

    def call(self, x):
        return x * self.factor


class Block(keras.layers.Layer):
    def __init__(self, width, **kwargs):
        super().__init__(**kwargs)
        self.scale = Scale(name="scale")
        self.mix = keras.layers.Dense(width, activation="tanh", name="mix")

    def call(self, x):
        return x + self.mix(self.scale(x))


class Backbone(keras.Model):
    def __init__(self, tokens, width):
        super().__init__(name="backbone")
        self.embedding = keras.layers.Embedding(tokens, width, name="embedding")
        self.blocks = [Block(width, name=f"block_{i}") for i in range(2)]

    def call(self, tokens):
        x = self.embedding(tokens)
        for block in self.blocks:
            x = block(x)
        return x


class Classifier(keras.Model):
    def __init__(self, backbone):
        super().__init__(name="classifier")
        self.backbone = backbone
        self.out = keras.layers.Dense(1, name="out")

    def call(self, tokens):
        embedded = self.backbone.embedding(tokens)  # <- culprit
        return self.out(tf.reduce_mean(embedded, axis=1))


tokens = tf.constant([[1, 2, 0], [3, 1, 4]])
backbone = Backbone(5, 4)
backbone(tokens)
classifier = Classifier(backbone)
classifier(tokens)
variables = classifier.trainable_variables


def loss_fn():
    return tf.reduce_mean(tf.square(classifier(tokens) - 1.0))


STATUSES = {
    "backbone/embedding/embeddings": "ok",
    "backbone/block_0/scale/factor": "null",
    "backbone/block_0/mix/kernel": "null",
    "backbone/block_0/mix/bias": "null",
    "backbone/block_1/scale/factor": "null",
    "backbone/block_1/mix/kernel": "null",
    "backbone/block_1/mix/bias": "null",
    "classifier/out/kernel": "ok",
    "classifier/out/bias": "ok",
}
FINDINGS = (("GN104", "", "note"),)
