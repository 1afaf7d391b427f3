"""A function with a tape in it is handed the target, which a layer has computed before."""

import keras
import tensorflow as tf


class Height(keras.Layer):
    def __init__(self):
        super().__init__()
        self.scale = self.add_weight(shape=[2], initializer="ones", name="scale")

    def call(self, at):
        return tf.reduce_sum(tf.square(self.scale * at), axis=1)


height = Height()
points = tf.constant([[0.1, 0.4], [-0.3, 0.2]])


def downhill(heights, at):
    with tf.GradientTape() as tape:
        tape.watch(at)
        total = tf.reduce_sum(heights)
    return at - 0.1 * tape.gradient(total, at)


def loss_fn():
    heights = height(points)  # <- culprit
    moved = downhill(heights, points)
    return tf.reduce_mean(tf.square(moved))


variables = [height.scale]

RAISES = TypeError
STATUSES = {"height/scale": "null"}
FINDINGS = (("GN119", "", "error"),)
