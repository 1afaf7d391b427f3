"""A tape is asked for the slope of one result of a tf.function by another one."""

import keras
import tensorflow as tf

keras.utils.set_random_seed(3)
hidden = keras.layers.Dense(4, activation="tanh", name="hidden")
output = keras.layers.Dense(1, name="output")
hidden.build((None, 3))
output.build((None, 4))


@tf.function
def model(x):
    features = hidden(x)
    return output(features), features


def loss_fn():
    with tf.GradientTape() as tape:
        score, features = model(tf.ones([2, 3]))
    return tf.reduce_mean(tf.square(tape.gradient(score, features)))  # <- culprit


variables = [*hidden.trainable_variables, *output.trainable_variables]

STATUSES = {
    "hidden/kernel": "null",
    "hidden/bias": "null",
    "output/kernel": "null",
    "output/bias": "null",
}
FINDINGS = (("GN119", "", "error"),)
RAISES = ValueError
