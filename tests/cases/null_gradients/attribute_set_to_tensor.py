"""A method of a tf.Module replaces its variable by a tensor while the loss is computed."""

import tensorflow as tf


class Model(tf.Module):
    def __init__(self):
        super().__init__()
        self.kernel = tf.Variable([[1.0], [-2.0]], name="kernel")

    def renormalise(self):
        self.kernel = self.kernel / tf.norm(self.kernel)  # <- culprit

    def __call__(self, x):
        return tf.matmul(x, self.kernel)


model = Model()
variables = list(model.trainable_variables)
model.renormalise()


def loss_fn():
    return tf.reduce_mean(tf.square(model(tf.ones([3, 2])) - 1.0))


STATUSES = {"kernel": "null"}
FINDINGS = (("GN106", "", "error"),)
