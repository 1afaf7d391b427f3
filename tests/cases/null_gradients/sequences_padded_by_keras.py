"""`pad_sequences` of Keras gives a NumPy array, of the whole numbers of a tensor as of others."""

import tensorflow as tf
from keras.utils import pad_sequences

scores = tf.Variable([[[0.1, 0.7, 0.2], [0.6, 0.3, 0.1]]], name="scores")
vectors = tf.Variable([[1.0, 0.5], [-0.5, 2.0], [0.3, -1.0]], name="vectors")


def loss_fn():
    chosen = tf.argmax(scores, axis=-1)
    chosen = pad_sequences(chosen, maxlen=4, padding="post")  # <- culprit
    return tf.reduce_sum(tf.square(tf.gather(vectors, chosen)))


variables = [scores, vectors]

STATUSES = {"scores": "null", "vectors": "ok"}
FINDINGS = (("GN112", "", "error"),)
