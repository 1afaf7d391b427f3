"""The tape of a slope is asked about a value that was computed with NumPy on the way."""

import numpy as np
import tensorflow as tf

model = tf.keras.Sequential(
    [tf.keras.Input([1]), tf.keras.layers.Dense(1, activation="tanh", name="field")], name="net"
)
points = tf.constant([[0.1], [0.4], [0.9]])


def loss_fn():
    with tf.GradientTape() as tape:
        tape.watch(points)
        energy = tf.reduce_sum(np.square(model(points)))  # <- culprit
    slope = tape.gradient(energy, points)
    return tf.reduce_mean(tf.square(slope - 1.0))


variables = model.trainable_variables

RAISES = TypeError
STATUSES = {"net/field/kernel": "null", "net/field/bias": "null"}
FINDINGS = (("GN112", "", "error"),)
