"""A method builds a model, and its output is computed from what comes before the last steps."""

import tensorflow as tf


class Tagger:
    def __init__(self, size):
        self.lookup = tf.keras.layers.Dense(4, name="lookup")
        self.mix = tf.keras.layers.Dense(4, activation="tanh", name="mix")
        self.refine = tf.keras.layers.Dense(4, activation="tanh", name="refine")
        self.tag = tf.keras.layers.Dense(3, name="tag")
        self.model = self.put_together(size)

    def put_together(self, size):
        words = tf.keras.Input([size])
        found = self.lookup(words)
        mixed = tf.keras.layers.Dropout(0.1)(self.mix(found))
        refined = self.refine(mixed)
        refined = refined + mixed  # <- culprit
        tags = self.tag(found)
        return tf.keras.Model(words, tags)


tagger = Tagger(5)
sentences = tf.ones([2, 5])


def loss_fn():
    return tf.reduce_mean(tf.square(tagger.model(sentences) - 1.0))


layers = [tagger.lookup, tagger.mix, tagger.refine, tagger.tag]
variables = [layer.kernel for layer in layers]

STATUSES = {
    "lookup/kernel": "ok",
    "mix/kernel": "null",
    "refine/kernel": "null",
    "tag/kernel": "ok",
}
FINDINGS = (("GN104", "", "warning"),)
