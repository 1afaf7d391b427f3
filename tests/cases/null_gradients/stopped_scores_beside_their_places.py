"""The scores of matches are stopped with all else that is known of them, such as their places."""

import tensorflow as tf

features = tf.Variable([[0.9, 0.2], [0.1, 0.7]], name="features")


def frozen(found):
    return tf.nest.map_structure(tf.stop_gradient, found)  # <- culprit


def matches(scores):
    is_best = (scores > 0.3) & (scores == tf.reduce_max(scores, axis=1, keepdims=True))
    places = tf.where(is_best)
    return frozen({"rows": places[:, 0], "scores": tf.gather_nd(scores, places)})


def loss_fn():
    found = matches(tf.nn.softmax(features))
    distance = tf.cast(found["rows"] - 1, tf.float32)
    return tf.reduce_sum(found["scores"] * (1.0 + tf.square(distance)))


variables = [features]

STATUSES = {"features": "null"}
FINDINGS = (("GN101", "StopGradient", "error"),)
