"""A model holds an averaged copy of a part, which a method moves after each step."""

import tensorflow as tf

tf.random.set_seed(4)


class Painter(tf.keras.Model):
    def __init__(self):
        super().__init__()
        self.brush = tf.keras.Sequential([tf.keras.Input([2]), tf.keras.layers.Dense(3)])
        self.calm_brush = tf.keras.models.clone_model(self.brush)
        self.frame = tf.keras.Sequential([tf.keras.Input([3]), tf.keras.layers.Dense(3)])

    def calm_down(self, kept=0.9):
        for slow, fast in zip(self.calm_brush.weights, self.brush.weights, strict=True):
            slow.assign(kept * slow + (1.0 - kept) * fast)

    def call(self, inputs):
        return self.frame(self.brush(inputs))


painter = Painter()
inputs = tf.random.normal([4, 2])


def loss_fn():
    return tf.reduce_mean(tf.square(painter(inputs) - 1.0))


variables = painter.trainable_variables

STATUSES = {
    "sequential/dense/kernel": "ok",
    "sequential/dense/bias": "ok",
    "sequential/dense/kernel_2": "null",
    "sequential/dense/bias_2": "null",
    "sequential_1/dense_1/kernel": "ok",
    "sequential_1/dense_1/bias": "ok",
}
FINDINGS = (("GN104", "", "note"),)
