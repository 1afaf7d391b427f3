"""A decoder is given what the encoder found, and both of its attentions are given its own rows."""

import tensorflow as tf

layers = tf.keras.layers


class Decoder(layers.Layer):
    def __init__(self):
        super().__init__(name="decoder")
        self.to_itself = layers.Attention(name="to_itself")
        self.to_others = layers.Attention(name="to_others")
        self.out = layers.Dense(3, name="out")

    def call(self, rows, encoded):  # noqa: ARG002
        first = rows + self.to_itself([rows, rows])
        second = tf.concat(self.merged(first, first), axis=-1)  # <- culprit
        return self.out(second)

    def merged(self, queries, values):
        return [queries, self.to_others([queries, values])]


embed = layers.Embedding(5, 3, name="embed")
encoder, decoder = layers.Dense(3, activation="tanh", name="encoder"), Decoder()
source, target = tf.random.normal([2, 4, 3]), tf.constant([[1, 2, 3], [0, 4, 1]])


def loss_fn():
    encoded = encoder(source)
    decoded = decoder(embed(target), encoded)
    return tf.reduce_mean(tf.square(decoded))


loss_fn()
variables = [encoder.kernel, decoder.out.kernel]

STATUSES = {"encoder/kernel": "null", "decoder/out/kernel": "ok"}
FINDINGS = (("GN104", "Tanh", "note"),)
