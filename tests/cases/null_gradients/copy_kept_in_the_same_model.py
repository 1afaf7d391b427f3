"""A model keeps a copy of its encoder, and the loss takes the copy in place of the encoder."""

import keras
import tensorflow as tf

keras.utils.set_random_seed(5)


class Student(keras.Model):
    def __init__(self):
        super().__init__()
        encoder = keras.Sequential([keras.Input((2,)), keras.layers.Dense(2, name="code")])
        self.encoder = encoder
        self.shadow = keras.models.clone_model(encoder)  # <- culprit
        self.scale = tf.Variable(0.6, name="scale")

    def call(self, x):
        return self.shadow(x) * self.scale


student = Student()
rows = tf.constant([[0.2, -0.5], [1.1, 0.3]])


def loss_fn():
    return tf.reduce_mean(tf.square(student(rows) - 1.0))


variables = [*student.encoder.trainable_variables, student.scale]

STATUSES = {"sequential/code/kernel": "null", "sequential/code/bias": "null", "scale": "ok"}
FINDINGS = (("GN104", "", "warning"),)
