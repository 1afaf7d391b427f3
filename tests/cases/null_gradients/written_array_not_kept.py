"""In a tf.function, TensorArray.write gives a new array, which the loop does not keep."""

import tensorflow as tf

weight = tf.Variable([1.0, -2.0], name="weight")


@tf.function
def unrolled():
    rows = tf.TensorArray(tf.float32, size=3, element_shape=[2])
    for number in tf.range(3):
        rows.write(number, weight * tf.cast(number, tf.float32))  # <- culprit
    return rows.stack()


def loss_fn():
    return tf.reduce_mean(tf.square(unrolled() - 1.0))


variables = [weight]

STATUSES = {"weight": "null"}
FINDINGS = (("GN104", "TensorListSetItem", "error"),)
