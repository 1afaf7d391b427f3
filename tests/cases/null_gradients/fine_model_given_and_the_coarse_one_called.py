"""A function is given a coarse and a fine model, and calls the coarse one for both results."""

import tensorflow as tf


def model_of(name):
    return tf.keras.Sequential([tf.keras.Input([1]), tf.keras.layers.Dense(2)], name=name)


def rendered(rays, coarse, fine):  # noqa: ARG001
    steps = tf.linspace(0.1, 1.0, 3)
    rgb_c = tf.reduce_mean(coarse(rays * steps[:, None]), axis=0)
    steps = tf.sort(tf.concat([steps, steps + 0.05], 0))
    rgb_f = tf.reduce_mean(coarse(rays * steps[:, None]), axis=0)  # <- culprit
    return rgb_c, rgb_f


coarse, fine = model_of("coarse"), model_of("fine")


def loss_fn():
    first, second = rendered(0.5, coarse, fine)
    return tf.reduce_mean(tf.square(first - 1.0)) + tf.reduce_mean(tf.square(second - 1.0))


variables = [coarse.layers[0].kernel, fine.layers[0].kernel]

STATUSES = {"coarse/dense/kernel": "ok", "fine/dense_1/kernel": "null"}
FINDINGS = (("GN104", "", "warning"),)
