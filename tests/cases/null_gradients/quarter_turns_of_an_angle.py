"""An image is turned by quarters, whose number is cut from a learned angle."""

import tensorflow as tf

angle = tf.Variable(1.3, name="angle")
image = tf.Variable([[[0.5], [1.5]], [[2.5], [0.1]]], name="image")


def loss_fn():
    quarters = tf.cast(angle, tf.int32)  # <- culprit
    return tf.reduce_sum(tf.image.rot90(image, quarters)[0] ** 2)


variables = [angle, image]

STATUSES = {"angle": "null", "image": "ok"}
FINDINGS = (("GN103", "Cast", "note"),)
