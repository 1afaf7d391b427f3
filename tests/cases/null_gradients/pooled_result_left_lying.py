"""A model gives its encoder's two results one name, and takes the first of them alone."""

import tensorflow as tf


class Encoder(tf.keras.layers.Layer):
    def __init__(self):
        super().__init__(name="encoder")
        self.embed = tf.keras.layers.Embedding(6, 3, name="embed")
        self.pooler = tf.keras.layers.Dense(3, activation="tanh", name="pooler")

    def call(self, ids):
        sequence = self.embed(ids)
        pooled = self.pooler(sequence[:, 0])
        return sequence, pooled


class Tagger(tf.keras.Model):
    def __init__(self):
        super().__init__(name="tagger")
        self.encoder = Encoder()
        self.head = tf.keras.layers.Dense(2, name="head")

    def call(self, ids):
        outputs = self.encoder(ids)
        sequence = outputs[0]  # <- culprit
        return self.head(sequence[:, 0])


tagger = Tagger()
ids = tf.constant([[0, 1, 2], [3, 4, 5]])
tagger(ids)


def loss_fn():
    return tf.reduce_mean(tf.square(tagger(ids) - 1.0))


variables = tagger.trainable_variables

STATUSES = {
    "tagger/encoder/embed/embeddings": "ok",
    "tagger/encoder/pooler/kernel": "null",
    "tagger/encoder/pooler/bias": "null",
    "tagger/head/kernel": "ok",
    "tagger/head/bias": "ok",
}
FINDINGS = (("GN104", "Tanh", "note"),)
