"""A cross entropy whose prediction is computed, and that is then made of the labels alone."""

import tensorflow as tf

weight = tf.Variable([[0.5], [-0.25]], name="weight")
bias = tf.Variable([0.1], name="bias")
labels = tf.constant([[0.0], [1.0], [1.0]])


def predicted(features):
    return tf.sigmoid(features @ weight + bias)


def loss_fn():
    prediction = tf.clip_by_value(predicted(tf.ones([3, 2])), 1e-6, 1.0)  # noqa: F841
    smooth = 0.9 * labels + 0.05
    cross_loss = -tf.reduce_mean(labels * tf.math.log(smooth))  # <- culprit
    return cross_loss + 0.01 * tf.reduce_sum(weight**2)


variables = [weight, bias]

STATUSES = {"weight": "ok", "bias": "null"}
FINDINGS = (("GN104", "Maximum", "warning"),)
