"""A model returns what it pooled beside its sequence, and its caller gives that to `_`."""

import tensorflow as tf


class Encoder(tf.keras.Model):
    def __init__(self):
        super().__init__(name="encoder")
        self.embed = tf.keras.layers.Embedding(6, 3, name="embed")
        self.pooler = tf.keras.layers.Dense(3, activation="tanh", name="pooler")

    def call(self, ids):
        sequence = self.embed(ids)
        return sequence, self.pooler(sequence[:, 0])


encoder = Encoder()
ids = tf.constant([[0, 1, 2], [3, 4, 5]])
encoder(ids)


def loss_fn():
    sequence, _ = encoder(ids)  # <- culprit
    return tf.reduce_mean(tf.square(sequence - 1.0))


variables = encoder.trainable_variables

STATUSES = {
    "encoder/embed/embeddings": "ok",
    "encoder/pooler/kernel": "null",
    "encoder/pooler/bias": "null",
}
FINDINGS = (("GN104", "Tanh", "note"),)
