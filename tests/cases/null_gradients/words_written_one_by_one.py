"""Ids are picked in a loop, one by what was written before, and leave as words."""

import numpy as np
import tensorflow as tf

WORDS = ("the", "a", "cat", "dog")
START = tf.constant([[0], [1]])

table = tf.keras.layers.Embedding(4, 3)
scores = tf.keras.Sequential([table, tf.keras.layers.GRU(2), tf.keras.layers.Dense(4)])
scores(START)
counts = tf.Variable([0.5, -0.5], name="counts")


def written(ids):
    while ids.shape[1] < 3:
        picked = tf.argmax(scores(ids), axis=-1, output_type=tf.int32)  # <- culprit
        ids = tf.concat([ids, picked[:, None]], axis=1)
    return [" ".join(WORDS[word] for word in row) for row in ids.numpy()]


def loss_fn():
    inputs = []
    for text in written(START):
        words = text.split()
        inputs.append([words.count("cat"), len(words)])
    return tf.reduce_sum(tf.square(tf.linalg.matvec(np.array(inputs, "float32"), counts)))


variables = [table.embeddings]

STATUSES = {"sequential/embedding/embeddings": "null"}
FINDINGS = (("GN102", "ArgMax", "error"),)
