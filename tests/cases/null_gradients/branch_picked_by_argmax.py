"""A router picks one of two branches in a tf.function by tf.argmax, and learns nothing from it."""

import tensorflow as tf

router = tf.Variable([0.3, 0.7], name="router")
weight = tf.Variable(2.0, name="weight")


@tf.function
def loss_fn():
    chosen = tf.argmax(router, output_type=tf.int32)  # <- culprit
    return tf.switch_case(chosen, [lambda: tf.square(weight), lambda: tf.sin(weight)])


variables = [router, weight]

STATUSES = {"router": "null", "weight": "ok"}
FINDINGS = (("GN102", "ArgMax", "note"),)
