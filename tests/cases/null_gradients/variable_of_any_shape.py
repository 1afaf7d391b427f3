"""A variable may hold values of any shape, and its value is only sorted."""

import tensorflow as tf

scores = tf.Variable(0.0, validate_shape=False, shape=tf.TensorShape(None), name="scores")
weight = tf.Variable([0.5, -0.25, 1.0], name="weight")
rewards = tf.constant([3.0, 1.0, 2.0])


def loss_fn():
    scores.assign(weight * rewards)
    order = tf.argsort(scores)  # <- culprit
    return tf.reduce_sum(tf.gather(weight, order)[:2])


variables = [scores, weight]

STATUSES = {"scores": "null", "weight": "ok"}
FINDINGS = (("GN102", "TopKV2", "error"),)
