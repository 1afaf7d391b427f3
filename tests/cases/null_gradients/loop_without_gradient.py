"""A tf.while_loop in a tf.function is told not to pass gradients on."""

import tensorflow as tf

weight = tf.Variable([0.5, -0.5], name="weight")


@tf.function
def loss_fn():
    _, state = tf.while_loop(  # <- culprit
        lambda count, _: count < 3,
        lambda count, state: (count + 1, tf.tanh(weight * state)),
        [tf.constant(0), tf.ones([2])],
        back_prop=False,
    )
    return tf.reduce_sum(tf.square(state - 1.0))


variables = [weight]

STATUSES = {"weight": "null"}
FINDINGS = (("GN101", "StopGradient", "error"),)
