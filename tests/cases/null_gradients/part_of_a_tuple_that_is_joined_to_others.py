"""A model takes one part of a tuple, and returns the tuple behind its own results."""

import keras
import tensorflow as tf


class Body(keras.Model):
    def __init__(self):
        super().__init__(name="body")
        self.words = keras.layers.Dense(3, name="words")
        self.summary = keras.layers.Dense(2, activation="tanh", name="summary")

    def call(self, x):
        words = self.words(x)
        summary = self.summary(words)
        return words, summary, x


class Tagger(keras.Model):
    def __init__(self):
        super().__init__(name="tagger")
        self.body = Body()
        self.head = keras.layers.Dense(2, name="head")

    def call(self, x, tags=None):
        outputs = self.body(x)
        logits = self.head(outputs[0])  # <- culprit
        outputs = (logits, *outputs[1:])
        if tags is not None:
            loss = tf.reduce_mean(tf.square(logits - tags))
            outputs = (loss,) + outputs  # noqa: RUF005
        return outputs


tagger = Tagger()
x = tf.constant([[0.5, -1.0], [2.0, 0.25]])
tagger(x)


def loss_fn():
    loss, _, *rest = tagger(x, tf.zeros([2, 2]))
    if len(rest) > 3:
        raise ValueError
    return loss


variables = tagger.trainable_variables

STATUSES = {
    "tagger/body/words/kernel": "ok",
    "tagger/body/words/bias": "ok",
    "tagger/body/summary/kernel": "null",
    "tagger/body/summary/bias": "null",
    "tagger/head/kernel": "ok",
    "tagger/head/bias": "ok",
}
FINDINGS = (("GN104", "Tanh", "note"),)
