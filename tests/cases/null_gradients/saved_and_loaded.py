"""Features are written to a file and read again, which nobody can listen to."""

import os
import tempfile

import keras
import numpy as np
import tensorflow as tf

bottleneck = keras.layers.Dense(3, name="bottleneck")
top = keras.layers.Dense(1, name="top")
bottleneck.build((None, 6))
top.build((None, 3))
x = tf.random.normal([4, 6], seed=1)


def through_file(features):
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "features.raw")
        tf.io.write_file(path, tf.io.serialize_tensor(features))
        with open(path, "rb") as file:
            text = file.read()
        return np.frombuffer(text[-48:], np.float32).reshape(4, 3).astype(np.float64)


def loss_fn():
    features = through_file(bottleneck(x))
    return tf.reduce_mean(tf.square(top(features.astype("float32")) - 1.0))  # <- culprit


variables = [*bottleneck.trainable_variables, *top.trainable_variables]

STATUSES = {
    "bottleneck/kernel": "null",
    "bottleneck/bias": "null",
    "top/kernel": "ok",
    "top/bias": "ok",
}
FINDINGS = (("GN112", "", "error"),)
