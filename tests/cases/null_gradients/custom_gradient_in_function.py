"""A custom gradient called in a tf.function gives None for its second argument."""

import tensorflow as tf

weight = tf.Variable([1.0, -2.0], name="weight")
limit = tf.Variable(1.5, name="limit")


@tf.custom_gradient
def clipped(x, bound):
    def gradient(upstream):
        return upstream, None  # <- culprit

    return tf.clip_by_value(x, -bound, bound), gradient


@tf.function
def loss_fn():
    return tf.reduce_sum(tf.square(clipped(weight, limit)))


variables = [weight, limit]

STATUSES = {"weight": "ok", "limit": "null"}
FINDINGS = (("GN116", "CustomGradient", "error"), ("GC305", "CustomGradient", "note"))
