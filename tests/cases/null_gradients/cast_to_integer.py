"""A scaled picture is cast to whole numbers and back."""

import tensorflow as tf

scale = tf.Variable(2.6, name="scale")
pixels = tf.constant([10.0, 20.0, 30.0])


@tf.function
def levels():
    whole = tf.cast(scale * pixels, tf.int32)  # <- culprit
    return tf.cast(whole, tf.float32)


def loss_fn():
    return tf.reduce_mean(tf.square(levels() - 50.0))


variables = [scale]

STATUSES = {"scale": "null"}
FINDINGS = (("GN103", "Cast", "error"),)
