"""Directions are drawn in the shapes of the variables; the variables are read nowhere."""

import numpy as np
import tensorflow as tf

generator = np.random.default_rng(6)
model = tf.keras.Sequential([tf.keras.layers.Dense(2, name="inner")], name="model")
model.build((None, 3))
scale = tf.Variable(1.5, name="scale")


class Directions:
    def __init__(self):
        self.drawn = [generator.normal(size=w.shape) for w in model.trainable_variables]
        self.tensors = [tf.constant(one, tf.float32) for one in self.drawn]

    def length(self):
        return tf.add_n([tf.reduce_sum(one**2) for one in self.tensors])


directions = Directions()


def loss_fn():
    return scale * directions.length()


variables = [*model.trainable_variables, scale]

STATUSES = {"model/inner/kernel": "null", "model/inner/bias": "null", "scale": "ok"}
FINDINGS = (("GN104", "", "note"),)
