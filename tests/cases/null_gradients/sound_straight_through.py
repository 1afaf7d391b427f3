"""A straight-through estimator: rounded forward, passed through backward."""

import tensorflow as tf

weight = tf.Variable([1.2, -0.7], name="weight")


def loss_fn():
    quantised = weight + tf.stop_gradient(tf.round(weight) - weight)
    return tf.reduce_sum(tf.square(quantised - 0.3))


variables = [weight]

STATUSES = {"weight": "ok"}
FINDINGS = ()
