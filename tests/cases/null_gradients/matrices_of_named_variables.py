"""Rotations are computed from angles, whose names are numbered, as they are put into a list."""

import tensorflow as tf


class Rotation:
    def __init__(self, matrix, shift):
        self.matrix = matrix
        self.shift = shift

    def __call__(self, points):
        return tf.matmul(points, self.matrix) + self.shift


class Chain:
    def __init__(self):
        self.rotations, self.asked = [], []
        for number in range(2):
            angle = tf.Variable(0.3 + number, name=f"angle_{number}")
            shift = tf.Variable([0.1, 0.2], name=f"shift_{number}")
            turned = tf.stack(  # <- culprit
                [tf.cos(angle), tf.sin(angle), -tf.sin(angle), tf.cos(angle)]
            )
            self.rotations.append(Rotation(tf.reshape(turned, [2, 2]), shift))
            self.asked += [angle, shift]

    def __call__(self, points):
        for rotation in self.rotations:
            points = rotation(points)
        return points


chain = Chain()
points = tf.constant([[1.0, 0.5], [-0.5, 2.0]])


def loss_fn():
    return tf.reduce_sum(tf.square(chain(points) - 1.0))


variables = chain.asked

STATUSES = {"angle_0": "null", "shift_0": "ok", "angle_1": "null", "shift_1": "ok"}
FINDINGS = (("GN107", "MatMul", "warning"),)
