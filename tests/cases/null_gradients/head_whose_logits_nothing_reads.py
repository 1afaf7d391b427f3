"""Two heads of one trunk: the logits of the one get a name, and no line takes them."""

import tensorflow as tf
from tensorflow import keras

trunk = keras.layers.Dense(4, name="trunk")
kind_head = keras.layers.Dense(5, name="kind_head")
depth_head = keras.layers.Dense(1, name="depth_head")


def model(images):
    features = tf.nn.relu(trunk(images))
    kinds = kind_head(features)  # noqa: F841
    return depth_head(features)  # <- culprit


def loss_fn():
    return tf.reduce_mean(tf.square(model(tf.ones([2, 3])) - 1.0))


loss_fn()
variables = [trunk.kernel, kind_head.kernel, depth_head.kernel]

STATUSES = {"trunk/kernel": "ok", "kind_head/kernel": "null", "depth_head/kernel": "ok"}
FINDINGS = (("GN104", "BiasAdd", "warning"),)
