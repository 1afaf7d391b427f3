"""A weighted regression of harvests; the error is printed beside the loss that trains it."""

import tensorflow as tf

slope = tf.Variable([[0.3], [0.1]], name="slope")
level = tf.Variable([0.2], name="level")
rain = tf.constant([[0.1, 0.4], [0.7, 0.2], [0.5, 0.9]])
harvest = tf.constant([[1.0], [1.5], [1.2]])


def forecast(rain):
    return tf.nn.softplus(rain @ slope + level)


def loss_and_error(rain, harvest):
    expected = forecast(rain)
    ratio = tf.math.log(harvest)  # <- culprit
    fit = tf.reduce_mean(tf.square(ratio))
    error = tf.reduce_mean(tf.abs(expected - harvest))
    return fit + 0.01 * tf.nn.l2_loss(slope), error


def loss_fn():
    loss, error = loss_and_error(rain, harvest)
    tf.print("error", error, output_stream="file:///dev/null")
    return loss


variables = [slope, level]

STATUSES = {"slope": "ok", "level": "null"}
FINDINGS = (("GN104", "PrintV2", "error"),)
