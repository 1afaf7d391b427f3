"""A functional model takes one of two results of a layer, where it is put together."""

import tensorflow as tf


class Encoder(tf.keras.layers.Layer):
    def __init__(self):
        super().__init__(name="encoder")
        self.embed = tf.keras.layers.Embedding(6, 3, name="embed")
        self.summary = tf.keras.layers.Dense(3, activation="tanh", name="summary")

    def call(self, ids):
        sequence = self.embed(ids)
        return sequence, self.summary(sequence[:, 0])


def tagger():
    ids = tf.keras.Input([3], dtype="int32")
    encoder = Encoder()
    outputs = encoder(ids)
    sequence = outputs[0]  # <- culprit
    tags = tf.keras.layers.Dense(2, name="tags")(sequence)
    return tf.keras.Model(ids, tags)


model = tagger()
words = tf.constant([[0, 1, 2], [3, 4, 5]])


def loss_fn():
    predicted = model(words)
    return tf.reduce_mean(tf.square(predicted - 1.0))


variables = model.trainable_variables

STATUSES = {
    "encoder/embed/embeddings": "ok",
    "encoder/summary/kernel": "null",
    "encoder/summary/bias": "null",
    "tags/kernel": "ok",
    "tags/bias": "ok",
}
FINDINGS = (("GN104", "Tanh", "note"),)
