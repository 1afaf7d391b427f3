"""A penalty is computed of the rows that are marked, if their number is not zero; none is."""

import tensorflow as tf

weight = tf.Variable([[0.5], [-1.0]], name="weight")
spread = tf.Variable([0.3, 0.7], name="spread")
rows = tf.constant([[1.0, 2.0], [3.0, -1.0]])
marked = tf.constant([False, False])


def penalty(points):
    chosen = tf.boolean_mask(points, marked)
    count = tf.size(chosen)
    if count == 0:  # <- culprit
        return tf.constant(0.0)
    return tf.reduce_sum(tf.square(chosen)) / tf.cast(count, tf.float32)


def loss_fn():
    return tf.reduce_mean(tf.square(rows @ weight)) + penalty(rows * spread)


variables = [weight, spread]

STATUSES = {"weight": "ok", "spread": "null"}
FINDINGS = (("GN115", "", "note"),)
