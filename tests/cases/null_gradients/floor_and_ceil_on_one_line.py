"""Coordinates are snapped to a grid, up or down."""

import tensorflow as tf

layer = tf.keras.layers.Dense(2, activation="sigmoid", name="coordinates")
features = tf.constant([[0.1, -0.4, 0.3], [0.5, 0.2, -0.1]])
layer(features)


def snapped(points):
    points = points * 10.0
    points = tf.where(points > 5.0, tf.math.ceil(points), tf.math.floor(points))  # <- culprit
    return points / 10.0


def loss_fn():
    return tf.reduce_mean(tf.square(snapped(layer(features)) - 0.3))


variables = layer.trainable_variables

STATUSES = {"coordinates/kernel": "null", "coordinates/bias": "null"}
FINDINGS = (("GN102", "Floor", "error"),)
