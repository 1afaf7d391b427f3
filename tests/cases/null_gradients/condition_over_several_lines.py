"""Of the call that chooses, written on lines of its own, neither branch holds what chose it."""

import tensorflow as tf

mask_head = tf.keras.layers.Dense(4, name="mask_head")
mask_head.build((None, 6))
features = tf.ones([3, 6])
positive = tf.zeros([0], tf.int32)


def loss_fn():
    return tf.cond(  # <- culprit
        tf.size(positive) > 0,
        lambda: tf.reduce_mean(mask_head(tf.gather(features, positive))),
        lambda: tf.constant(0.0),
    )


variables = mask_head.trainable_variables

STATUSES = {"mask_head/kernel": "null", "mask_head/bias": "null"}
FINDINGS = (("GN115", "MatMul", "error"),)
