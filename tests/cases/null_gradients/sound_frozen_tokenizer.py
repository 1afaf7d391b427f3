"""A prior over tokens: the tokenizer is trained and frozen, and takes the nearest of its codes."""

import tensorflow as tf
from tensorflow import keras


class Tokenizer(keras.Model):
    def __init__(self):
        super().__init__(name="tokenizer")
        self.features = keras.layers.Dense(2, name="features")

    def build(self, shape):
        self.features.build(shape)
        self.codes = self.add_weight(shape=(5, 2), name="codes")

    def call(self, images):
        distances = tf.square(self.features(images)[:, None] - self.codes)
        return tf.argmin(tf.reduce_sum(distances, axis=-1), axis=-1)


tokenizer = Tokenizer()
tokenizer.build((None, 3))
tokenizer.trainable = False
prior = keras.Sequential(
    [keras.Input([]), keras.layers.Embedding(5, 5, name="table")], name="prior"
)


def loss_fn():
    tokens = tokenizer(tf.ones([2, 3]))
    logits = prior(tokens)
    return tf.reduce_mean(keras.losses.sparse_categorical_crossentropy(tokens, logits, True))


variables = tokenizer.variables + prior.variables

STATUSES = {
    "tokenizer/features/kernel": "null",
    "tokenizer/features/bias": "null",
    "tokenizer/codes": "null",
    "prior/table/embeddings": "ok",
}
FINDINGS = (("GN102", "ArgMin", "note"),)
