"""A gradient function returns None for both arguments, so that errors are weighed by constants."""

import tensorflow as tf

places = tf.Variable([[0.1], [0.4], [1.5]], name="places")
width = tf.Variable(0.7, name="width")
wanted = tf.constant([[0.3], [0.2], [1.0]])


@tf.custom_gradient
def crowding(points, reach):
    gaps = tf.square(points - tf.transpose(points))

    def gradient(upstream):
        """They tell how much each counts."""
        del upstream
        return None, None  # <- culprit

    return tf.reduce_sum(tf.exp(-gaps / reach), axis=1, keepdims=True), gradient


def loss_fn():
    weights = 1.0 / crowding(places, 0.5)
    return tf.reduce_mean(weights * tf.square(places - wanted)) * width


variables = [places, width]

STATUSES = {"places": "ok", "width": "ok"}
FINDINGS = (("GC303", "CustomGradient", "note"),)
