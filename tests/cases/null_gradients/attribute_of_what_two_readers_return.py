"""Two readers of one class take an attribute of what an encoder returns, within a longer line."""

from typing import NamedTuple

import keras
import tensorflow as tf


class Read(NamedTuple):
    words: tf.Tensor
    summary: tf.Tensor


class Encoder(keras.layers.Layer):
    def __init__(self, name):
        super().__init__(name=name)
        self.embed = keras.layers.Embedding(6, 3, name="embed")
        self.pool = keras.layers.Dense(3, activation="tanh", name="pool")

    def call(self, ids):
        words = self.embed(ids)
        summary = self.pool(words[:, 0])
        return Read(words, summary=summary)


class Mean(keras.layers.Layer):
    def call(self, words):
        return tf.reduce_mean(words, axis=1)


class Reader(keras.layers.Layer):
    def __init__(self, name):
        super().__init__(name=name)
        self.encoder = Encoder(name="encoder")
        self.mean = Mean()

    def call(self, ids):
        return self.mean(
            self.encoder(ids).words,  # <- culprit
        )


class Pair(keras.Model):
    def __init__(self):
        super().__init__(name="pair")
        self.left, self.right = Reader("left"), Reader("right")

    def call(self, ids):
        left = self.left(ids)
        right = self.right(ids)
        return left - right


pair = Pair()
ids = tf.constant([[0, 1, 2], [3, 4, 5]])
pair(ids)


def loss_fn():
    return tf.reduce_mean(tf.square(pair(ids)))


variables = pair.trainable_variables

STATUSES = {
    "pair/left/encoder/embed/embeddings": "ok",
    "pair/left/encoder/pool/kernel": "null",
    "pair/left/encoder/pool/bias": "null",
    "pair/right/encoder/embed/embeddings": "ok",
    "pair/right/encoder/pool/kernel": "null",
    "pair/right/encoder/pool/bias": "null",
}
FINDINGS = (("GN104", "Tanh", "note"),)
