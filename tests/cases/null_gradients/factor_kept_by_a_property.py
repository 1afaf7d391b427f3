"""A property keeps the factor of a matrix that a method of another object computed once."""

import tensorflow as tf

tf.random.set_seed(5)


class Covariance:
    def __init__(self):
        self.amplitude = tf.Variable(1.2, name="amplitude")
        self.length_scale = tf.Variable(0.8, name="length_scale")

    def matrix(self, left, right):
        scaled = (left[:, None] - right[None, :]) / self.length_scale
        return self.amplitude**2 * tf.exp(-0.5 * scaled**2)


class Process:
    def __init__(self, covariance, places):
        self.covariance = covariance
        self.noise = tf.Variable(0.3, name="noise")
        self.mean = tf.Variable(0.1, name="mean")
        self.places = places
        self._factor = None

    @property
    def factor(self):
        if self._factor is None:
            covariance = self.covariance
            matrix = covariance.matrix(self.places, self.places)  # <- culprit
            size = self.places.shape[0]
            self._factor = tf.linalg.cholesky(matrix + self.noise * tf.eye(size))
        return self._factor

    def loss(self, values):
        whitened = tf.linalg.triangular_solve(self.factor, values[:, None] - self.mean)
        return 0.5 * tf.reduce_sum(whitened**2)


places = tf.constant([0.0, 0.7, 1.5])
process = Process(Covariance(), places)
process.loss(places)


def loss_fn():
    return process.loss(tf.sin(places))


variables = [
    process.covariance.amplitude,
    process.covariance.length_scale,
    process.noise,
    process.mean,
]

STATUSES = {"amplitude": "null", "length_scale": "null", "noise": "null", "mean": "ok"}
FINDINGS = (("GN107", "MatrixTriangularSolve", "warning"),)
