"""Functions with custom gradients: right ones, wrong ones, and such that differ on purpose."""

import numpy as np
import tensorflow as tf

_random = np.random.default_rng(7)


def _normal(*shape):
    return _random.normal(size=shape).astype("float32")


W = tf.Variable(_normal(4, 3), name="w")
SCALE = tf.Variable([1.5, -0.7, 2.0], name="scale")
X = tf.constant(_normal(8, 4))


def _noise():
    generator = np.random.default_rng(3)
    while True:
        yield generator.normal(size=(8, 3)).astype("float32")


OUTSIDE = _noise()
"""Random numbers of the program's own, which nobody can set back."""


def summed(function, *others):
    """A loss that hands a product of W to a function with a custom gradient."""
    decorated = tf.custom_gradient(function)
    return lambda: tf.reduce_sum(decorated(X @ W, *others) ** 2)


# Right.
def square(a):
    return a**2, lambda d: 2.0 * a * d


def log1pexp(a):
    e = tf.exp(a)
    return tf.math.log(1.0 + e), lambda d: d * (1.0 - 1.0 / (1.0 + e))


def relu(a):
    return tf.nn.relu(a), lambda d: d * tf.cast(a > 0, d.dtype)


def scaled(a):
    def grad(d, variables):
        return d * SCALE, [tf.reduce_sum(d * a, 0) for _ in variables]

    return a * SCALE, grad


def dropped(a):
    kept = tf.cast(tf.random.uniform(tf.shape(a)) > 0.5, a.dtype)
    return a * kept, lambda d: d * kept


def by_a_tape(a):
    with tf.GradientTape() as tape:
        tape.watch(a)
        y = tf.sin(a) * a
    return y, lambda d: tape.gradient(y, a, output_gradients=d)


def in_single_precision(a):
    e = tf.exp(tf.cast(a, tf.float32) / 4.0)
    return e, lambda d: d * e / 4.0


def safe_root(a):
    root = tf.sqrt(tf.abs(a))
    return root, lambda d: 0.5 * d * tf.sign(a) / (root + 1e-6)


# Wrong.
def doubled(a):
    return tf.sin(a), lambda d: 2.0 * tf.cos(a) * d


def undivided(a):
    return a**2, lambda d: d


def half_wrong(a):
    return tf.where(a > 0, a, 0.1 * a), lambda d: tf.where(a > 0, d, 0.5 * d)


def swapped(a, b):
    return a * b, lambda d: (d * a, d * b)


def without_dependence(a):
    return tf.ones_like(a), lambda d: d


def half_precision(a):
    return tf.cast(tf.cast(a, tf.float16) ** 2, tf.float32), lambda d: 4.0 * a * d


def of_two_results(a):
    return (a**3, tf.abs(a)), lambda d, _: 3.0 * a * a * d


# Wrong for what comes from above.
def derivative_alone(a):
    return a**2, lambda _: 2.0 * a


def normalised(a):
    return a**2, lambda d: 2.0 * a * d / tf.norm(d)


# Forgetful.
def zeros(a):
    return a**2, tf.zeros_like


def scale_forgotten(a):
    def grad(d, variables):
        return d * SCALE, [tf.zeros_like(each) for each in variables]

    return a * SCALE, grad


def second_forgotten(a, b):
    return a * b, lambda d: (d * b, None)


# On purpose.
def rounded(a):
    return tf.round(a), lambda d: d


def spike(a):
    return tf.cast(a > 0, tf.float32), lambda d: d * tf.exp(-(a**2))


def clipped(a):
    return tf.clip_by_value(a, -0.5, 0.5), lambda d: d


def reversed_gradient(a):
    return tf.identity(a), lambda d: -0.5 * d


def scaled_gradient(a):
    return tf.identity(a), lambda d: 3.0 * d


def clipped_gradient(a):
    return tf.identity(a), lambda d: tf.clip_by_value(d, -0.01, 0.01)


def clipped_norm(a):
    return tf.square(a), lambda d: tf.clip_by_norm(2.0 * a * d, 0.1)


def guided(a):
    return tf.nn.relu(a), lambda d: tf.nn.relu(d) * tf.cast(a > 0, d.dtype)


def quantised(a, step):
    level = tf.clip_by_value(tf.round(a / step), -8.0, 7.0)
    return level * step, lambda d: (d, tf.reduce_sum(d * (level - a / step)))


# Not checkable.
def drawn_outside(a):
    mask = next(OUTSIDE)
    return a * mask, lambda d: d * mask
