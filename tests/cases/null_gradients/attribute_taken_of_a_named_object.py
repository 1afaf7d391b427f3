"""What an encoder returns gets a name, of which a single attribute is read."""

import keras
import tensorflow as tf


class Output(dict):
    __getattr__ = dict.__getitem__


class Encoder(keras.layers.Layer):
    def __init__(self):
        super().__init__(name="encoder")
        self.embed = keras.layers.Embedding(6, 3, name="embed")
        self.pool = keras.layers.Dense(3, activation="tanh", name="pool")

    def call(self, ids):
        words = self.embed(ids)
        return Output(words=words, pooled=self.pool(words[:, 0]))


class Tagger(keras.Model):
    def __init__(self):
        super().__init__(name="tagger")
        self.encoder = Encoder()
        self.head = keras.layers.Dense(2, name="head")

    def call(self, ids):
        outputs = self.encoder(ids)
        return self.head(outputs.words)  # <- culprit


tagger = Tagger()
ids = tf.constant([[0, 1, 2], [3, 4, 5]])
tagger(ids)


def loss_fn():
    return tf.reduce_mean(tf.square(tagger(ids) - 1.0))


variables = tagger.trainable_variables

STATUSES = {
    "tagger/encoder/embed/embeddings": "ok",
    "tagger/encoder/pool/kernel": "null",
    "tagger/encoder/pool/bias": "null",
    "tagger/head/kernel": "ok",
    "tagger/head/bias": "ok",
}
FINDINGS = (("GN104", "Tanh", "note"),)
