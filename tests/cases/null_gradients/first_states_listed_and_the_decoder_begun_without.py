"""A bridge makes the first states of a decoder and lists them; the decoder begins with zeros."""

import tensorflow as tf

layers = tf.keras.layers


class Translator(tf.keras.Model):
    def __init__(self):
        super().__init__(name="translator")
        self.embed = layers.Embedding(5, 3, name="embed")
        self.encoder = layers.LSTM(3, return_state=True, name="encoder")
        self.bridge_h = layers.Dense(3, name="bridge_h")
        self.bridge_c = layers.Dense(3, name="bridge_c")
        self.decoder = layers.LSTM(3, return_sequences=True, name="decoder")

    def call(self, source, target):
        _, hidden, cell = self.encoder(self.embed(source))
        first = self.bridge_h(hidden)
        other = self.bridge_c(cell)
        states = [first, other]  # noqa: F841
        return self.decoder(self.embed(target))  # <- culprit


translator = Translator()
source, target = tf.constant([[1, 2, 3]]), tf.constant([[1, 4]])


def loss_fn():
    return tf.reduce_mean(tf.square(translator(source, target) - 0.1))


loss_fn()
variables = [translator.embed.embeddings, translator.bridge_h.kernel, translator.bridge_c.kernel]

STATUSES = {
    "translator/embed/embeddings": "ok",
    "translator/bridge_h/kernel": "null",
    "translator/bridge_c/kernel": "null",
}
FINDINGS = (("GN104", "BiasAdd", "warning"),)
