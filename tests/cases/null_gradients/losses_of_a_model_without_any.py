"""The loss is what a model has in `losses`, which is nothing; its predictions are for a log."""

import numpy as np
import tensorflow as tf

model = tf.keras.Sequential([tf.keras.Input([3]), tf.keras.layers.Dense(1, name="output")])
points = tf.constant([[1.0, 0.5, -1.0], [0.0, 2.0, 1.0]])
history = []


def loss_fn():
    history.append(np.mean(model.predict(points, verbose=0)))
    model(points)  # <- culprit
    return tf.reduce_sum(model.losses)


variables = model.trainable_variables

STATUSES = {"sequential/output/kernel": "null", "sequential/output/bias": "null"}
FINDINGS = (("GN104", "AddV2", "error"),)
