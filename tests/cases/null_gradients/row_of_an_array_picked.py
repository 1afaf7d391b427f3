"""Which row of a tf.TensorArray is read follows from a position that is cast to an integer."""

import tensorflow as tf

position = tf.Variable(1.2, name="position")
rows = tf.Variable([1.0, 2.0, 3.0], name="rows")


def loss_fn():
    array = tf.TensorArray(tf.float32, 3).unstack(rows * 2.0)
    return tf.square(array.read(tf.cast(position, tf.int32)))  # <- culprit


variables = [position, rows]

STATUSES = {"position": "null", "rows": "ok"}
FINDINGS = (("GN103", "Cast", "warning"),)
