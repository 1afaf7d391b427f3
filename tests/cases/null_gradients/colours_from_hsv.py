"""A picture is optimised in HSV, and the conversion to RGB passes no gradient."""

import tensorflow as tf


class Canvas(tf.Module):
    def __init__(self):
        super().__init__()
        self.hsv = tf.Variable(tf.fill([1, 2, 2, 3], 0.4), name="hsv")

    def picture(self):
        return tf.image.hsv_to_rgb(self.hsv)  # <- culprit


canvas = Canvas()


def loss_fn():
    return tf.reduce_mean(tf.square(canvas.picture() - 0.2))


variables = canvas.trainable_variables

STATUSES = {"hsv": "null"}
FINDINGS = (("GN102", "HSVToRGB", "error"),)
