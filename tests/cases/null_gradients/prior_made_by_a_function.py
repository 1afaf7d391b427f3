"""A function that a layer is given makes its variables, and an object that converts them once."""

import tensorflow as tf


class Gaussian:
    def __init__(self, mean, width):
        self.mean = tf.convert_to_tensor(mean)  # <- culprit
        self.width = tf.convert_to_tensor(width)

    def shifted(self, noise):
        return self.mean + self.width * noise


def gaussian_of(start):
    def make(shape, prefix, make_variable):
        mean = make_variable(name=prefix + "_mean", shape=shape)
        log_width = make_variable(
            name=prefix + "_log_width", shape=shape, initializer=tf.constant_initializer(start)
        )
        return Gaussian(mean=mean, width=tf.exp(log_width))

    return make


class Noisy(tf.keras.layers.Layer):
    def __init__(self, make, **kwargs):
        super().__init__(**kwargs)
        self.make = make

    def build(self, shape):
        self.kernel = self.make((shape[-1],), "kernel", self.add_weight)
        self.bias = self.add_weight(name="bias", shape=())

    def call(self, inputs):
        return tf.linalg.matvec(inputs, self.kernel.shifted([0.3, -0.1])) + self.bias


layer = Noisy(gaussian_of(-1.0), name="noisy")
batch = tf.constant([[0.5, -1.0], [0.2, 0.9]])
layer(batch)


def loss_fn():
    return tf.reduce_sum(tf.square(layer(batch) - 1.0))


variables = layer.trainable_variables

STATUSES = {"noisy/kernel_mean": "null", "noisy/kernel_log_width": "null", "noisy/bias": "ok"}
FINDINGS = (("GN107", "AddV2", "warning"),)
