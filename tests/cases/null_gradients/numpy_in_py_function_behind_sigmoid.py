"""NumPy in `tf.py_function` sends one zero back, which the gradient of the next op refuses."""

import numpy as np
import tensorflow as tf

weight = tf.Variable([[0.5, -0.25, 1.0]], name="weight")
x = tf.constant([[1.0], [-2.0]])


def similarity(image):
    return np.float32(image.numpy().mean())


def loss_fn():
    image = tf.sigmoid(x @ weight)
    return 1.0 - tf.py_function(similarity, [image], tf.float32)  # <- culprit


variables = [weight]

STATUSES = {"weight": "null"}
RAISES = tf.errors.InvalidArgumentError
FINDINGS = (("GN112", "EagerPyFunc", "error"),)
