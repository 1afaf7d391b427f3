"""A loop, a condition and a gather in a tf.function pass gradients to all that they use."""

import tensorflow as tf

growth = tf.Variable(1.1, name="growth")
table = tf.Variable([0.5, -1.0, 2.0], name="table")


@tf.function
def loss_fn():
    total = tf.constant(0.1)
    for index in tf.range(3):
        value = tf.gather(table, index)
        if value > 0.0:
            total = total * growth + value
        else:
            total = total - value
    return tf.square(total)


variables = [growth, table]

STATUSES = {"growth": "ok", "table": "ok"}
FINDINGS = ()
