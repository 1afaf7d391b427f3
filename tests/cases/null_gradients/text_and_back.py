"""A number is turned into text and parsed again."""

import tensorflow as tf

price = tf.Variable([1.5, 2.25], name="price")


def loss_fn():
    text = tf.strings.as_string(price, precision=2)  # <- culprit
    return tf.reduce_sum(tf.square(tf.strings.to_number(text)))


variables = [price]

STATUSES = {"price": "null"}
FINDINGS = (("GN103", "AsString", "error"),)
