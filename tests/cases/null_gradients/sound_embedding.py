"""An embedding gets IndexedSlices, a sparse gradient."""

import tensorflow as tf

embedding = tf.keras.layers.Embedding(6, 3, name="words")
output = tf.keras.layers.Dense(1, name="output")
tokens = tf.constant([[1, 4, 4], [2, 0, 5]])
output.build((None, 3))
embedding.build()


def loss_fn():
    sentence = tf.reduce_mean(embedding(tokens), axis=1)
    return tf.reduce_mean(tf.square(output(sentence) - 1.0))


variables = [*embedding.trainable_variables, *output.trainable_variables]

STATUSES = {"words/embeddings": "ok", "output/kernel": "ok", "output/bias": "ok"}
FINDINGS = ()
