"""A model is made of a part of another one, whose last layers it does not call."""

import tensorflow as tf

image = tf.keras.Input([6])
edges = tf.keras.layers.Dense(4, activation="tanh", name="edges")(image)
shapes = tf.keras.layers.Dense(3, activation="tanh", name="shapes")(edges)
whole = tf.keras.Model(image, tf.keras.layers.Dense(2, name="objects")(shapes))


def features_of(name):
    output = whole.get_layer(name).output
    return tf.keras.Model(whole.input, output)  # <- culprit


features = features_of("edges")
images = tf.ones([2, 6])


def loss_fn():
    return tf.reduce_mean(tf.square(features(images) - 1.0))


variables = whole.trainable_variables

STATUSES = {
    "edges/kernel": "ok",
    "edges/bias": "ok",
    "shapes/kernel": "null",
    "shapes/bias": "null",
    "objects/kernel": "null",
    "objects/bias": "null",
}
FINDINGS = (("GN104", "", "note"),)
