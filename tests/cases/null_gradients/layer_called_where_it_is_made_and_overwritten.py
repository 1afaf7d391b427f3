"""A file builds a model, and one of its lines gives its name a value that the next one replaces."""

import tensorflow as tf

pixels = tf.keras.Input([6])
edges = tf.keras.layers.Dense(4, activation="tanh", name="edges")(pixels)
shapes = tf.keras.layers.Dense(4, activation="tanh", name="shapes")(edges)  # <- culprit
shapes = tf.keras.layers.Dense(2, name="objects")(edges)
model = tf.keras.Model(pixels, shapes)

images = tf.ones([2, 6])


def loss_fn():
    return tf.reduce_mean(tf.square(model(images) - 1.0))


behind_edges = [node.operation for node in model.get_layer("edges")._outbound_nodes]
variables = [layer.kernel for layer in behind_edges]

STATUSES = {"shapes/kernel": "null", "objects/kernel": "ok"}
FINDINGS = (("GN104", "", "warning"),)
