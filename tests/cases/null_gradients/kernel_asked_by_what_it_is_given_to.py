"""An object asks a kernel that it is given for a matrix when it is made, and hands that on."""

import tensorflow as tf

points = tf.constant([[0.0], [0.5], [1.5]])
observed = tf.constant([0.2, 0.1, -0.4])


class Exponential:
    def __init__(self, width):
        self.width = width

    def between(self, first, second):
        distance = tf.abs(first - tf.transpose(second))
        return tf.exp(-distance / self.width)


class Density:
    def __init__(self, mean, matrix):
        self.mean = mean
        self.matrix = matrix

    def energy(self, values):
        off = tf.expand_dims(values - self.mean, -1)
        return tf.reduce_sum(off * tf.linalg.solve(self.matrix, off))


class Process:
    def __init__(self, kernel, at, noise=0.1):
        self.kernel = kernel
        matrix = kernel.between(at, at)  # <- culprit
        matrix += noise * tf.eye(3)
        self.density = Density(tf.zeros([3]), matrix)


width = tf.Variable(0.7, name="width")
shift = tf.Variable(0.0, name="shift")
process = Process(Exponential(width), points)


def loss_fn():
    return process.density.energy(observed - shift)


variables = [width, shift]

STATUSES = {"width": "null", "shift": "ok"}
FINDINGS = (("GN107", "MatrixSolve", "warning"),)
