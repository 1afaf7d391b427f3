"""An op without a registered gradient makes the whole call raise, bystanders included."""

import tensorflow as tf

canvas = tf.Variable(tf.fill([1, 2, 2, 3], 0.4), name="canvas")
brightness = tf.Variable(0.1, name="brightness")


def loss_fn():
    picture = tf.image.adjust_hue(tf.sigmoid(canvas), 0.2)  # <- culprit
    return tf.reduce_mean(tf.square(picture - 0.5)) + tf.square(brightness)


variables = [canvas, brightness]

STATUSES = {"canvas": "null", "brightness": "null"}
FINDINGS = (("GN109", "AdjustHue", "error"),)
