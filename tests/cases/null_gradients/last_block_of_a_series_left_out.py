"""The features end one block before the last; blocks of one kind have names that are counted."""

import keras
import tensorflow as tf

image = keras.Input([4], name="image")
x = keras.layers.Dense(4, name="stage_0_block_0_dense")(image)
x = keras.layers.Dense(4, name="stage_1_block_0_dense")(x)
backbone = keras.Model(image, keras.layers.Dense(4, name="stage_2_block_1_dense")(x))
features = keras.Model(image, x)  # <- culprit
batch = tf.constant([[0.1, 0.4, -0.2, 0.7], [0.3, -0.5, 0.2, 0.1]])


def loss_fn():
    return tf.reduce_mean(tf.square(features(batch) - 1.0))


variables = backbone.layers[1].trainable_variables + backbone.layers[-1].trainable_variables

STATUSES = {
    "stage_0_block_0_dense/kernel": "ok",
    "stage_0_block_0_dense/bias": "ok",
    "stage_2_block_1_dense/kernel": "null",
    "stage_2_block_1_dense/bias": "null",
}
FINDINGS = (("GN104", "", "note"),)
