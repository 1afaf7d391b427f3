"""A sequence is read by one cell and written by another, and the state between them is stopped."""

import tensorflow as tf

layers = tf.keras.layers
reader = layers.Dense(3, activation="tanh", name="reader")
writer = layers.Dense(3, activation="tanh", name="writer")
words = layers.Dense(2, name="words")
sentence = tf.random.stateless_normal([4, 5, 2], [1, 2])
for layer, width in ((reader, 5), (writer, 5), (words, 3)):
    layer.build([None, width])


def step(cell, state, word):
    return cell(tf.concat([state, word], 1))


def loss_fn():
    state = tf.zeros([4, 3])
    for turn in range(5):
        state = step(reader, state, sentence[:, turn])
    state, word = tf.stop_gradient(state), tf.zeros([4, 2])  # <- culprit
    error = 0.0
    for _ in range(3):
        state = step(writer, state, word)
        word = words(state)
        error += tf.reduce_mean(tf.square(word - 1.0))
    return error


variables = [v for one in (reader, writer, words) for v in one.trainable_variables]

STATUSES = {
    "reader/kernel": "null",
    "reader/bias": "null",
    "writer/kernel": "ok",
    "writer/bias": "ok",
    "words/kernel": "ok",
    "words/bias": "ok",
}
FINDINGS = (("GN101", "StopGradient", "warning"),)
