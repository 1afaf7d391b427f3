"""A penalty differentiates an op twice whose gradient is an op that has none registered."""

import tensorflow as tf

weights = tf.Variable([[0.5, -0.2, 0.3, 0.1]], name="weights")
offset = tf.Variable(0.2, name="offset")
points = tf.constant([[1.0], [2.0], [-0.5]])


def responses(x):
    channels = tf.reshape(tf.matmul(x, weights), [3, 1, 1, 4])
    return tf.nn.local_response_normalization(channels)  # <- culprit


def loss_fn():
    with tf.GradientTape() as tape:
        tape.watch(points)
        score = tf.reduce_sum(tf.square(responses(points)))
    slope = tape.gradient(score, points)
    beside = tf.nn.local_response_normalization(tf.reshape(slope, [1, 1, 1, 3]))
    return tf.reduce_mean(tf.square(beside)) + tf.square(offset)


variables = [weights, offset]

STATUSES = {"weights": "null", "offset": "null"}
FINDINGS = (("GN109", "LRNGrad", "error"),)
