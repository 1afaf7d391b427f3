"""Gradients that are not those of their own function, and such that differ on purpose."""

import itertools

import numpy as np
import tensorflow as tf

from tests.cases.sick_gradients.case import case, normal


@case("GC301")
def square_without_inner_derivative():
    w = tf.Variable([[1.5], [-0.5], [2.0]], name="w")
    x, y = normal(8, 3), normal(8, 1)

    @tf.custom_gradient
    def squared(a):
        return a**2, lambda dy: dy

    def loss():
        return tf.reduce_mean((squared(x @ w) - y) ** 2)

    return loss, [w]


@case("GC301")
def quotient_of_wrong_sign():
    w = tf.Variable(normal(4, 3), name="w")
    t = tf.Variable(1.7, name="t")
    x = normal(8, 4)

    @tf.custom_gradient
    def cooled(a, by):
        return a / by, lambda dy: (dy / by, tf.reduce_sum(dy * a) / by**2)

    def loss():
        return tf.reduce_mean(tf.nn.softmax(cooled(x @ w, t)) ** 2)

    return loss, [w, t]


@case("GC302")
def cube_without_upstream():
    w = tf.Variable(normal(4, 1), name="w")
    x, y = normal(8, 4), normal(8, 1)

    @tf.custom_gradient
    def cubed(a):
        return a**3, lambda dy: 3.0 * a**2

    def loss():
        return tf.reduce_mean(tf.abs(cubed(x @ w) - y))

    return loss, [w]


@case("GC303")
def gain_that_is_forgotten():
    w = tf.Variable(normal(4, 3), name="w")
    gain = tf.Variable([1.0, 2.0, 0.5], name="gain")
    x = normal(8, 4)

    @tf.custom_gradient
    def amplified(a):
        def gradient(dy, variables=None):
            return dy * gain, [tf.zeros_like(each) for each in variables]

        return a * gain, gradient

    def loss():
        return tf.reduce_mean(amplified(x @ w) ** 2)

    return loss, [w, gain]


@case("GC304", verify="all")
def products_with_a_zero():
    keep = tf.Variable([[0.9, 0.5, 0.8], [0.7, 0.0, 0.6]], name="keep")

    def loss():
        return tf.reduce_sum(tf.math.cumprod(keep, axis=1) * tf.constant([1.0, 2.0, 3.0]))

    return loss, [keep]


@case("GC304", verify="all")
def eigenvectors_of_equal_eigenvalues():
    covariance = tf.Variable(2.0 * tf.eye(3), name="covariance")
    target = normal(3, 3)

    def loss():
        values, vectors = tf.linalg.eigh(covariance)
        root = vectors @ tf.linalg.diag(tf.sqrt(values)) @ tf.transpose(vectors)
        return tf.reduce_sum((root - target) ** 2)

    return loss, [covariance]


@case("GC305", note=True)
def levels_straight_through():
    w = tf.Variable(normal(4, 3), name="w")
    x = normal(8, 4)

    @tf.custom_gradient
    def level(a):
        return tf.round(a * 4.0) / 4.0, lambda dy: dy

    def loss():
        return tf.reduce_mean(level(x @ w) ** 2)

    return loss, [w]


@case("GC305", note=True)
def adversary():
    w, head = tf.Variable(normal(4, 3), name="w"), tf.Variable(normal(3, 1), name="head")
    x = normal(8, 4)

    @tf.custom_gradient
    def reversed_gradient(a):
        return tf.identity(a), lambda dy: -0.3 * dy

    def loss():
        return tf.reduce_mean((reversed_gradient(x @ w) @ head - 1.0) ** 2)

    return loss, [w, head]


@case("GC306", note=True)
def noise_of_its_own():
    w = tf.Variable(normal(4, 3), name="w")
    x = normal(8, 4)
    generator = np.random.default_rng(3)
    stream = (generator.normal(size=(8, 3)).astype("float32") for _ in itertools.count())

    @tf.custom_gradient
    def shaken(a):
        noise = next(stream)
        return a * noise, lambda dy: dy * noise

    def loss():
        return tf.reduce_mean(shaken(x @ w) ** 2)

    return loss, [w]
