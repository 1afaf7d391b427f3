"""Gradients that are not finite at a division, logarithm, power or root."""

import keras
import tensorflow as tf

from tests.cases.sick_gradients.case import case, normal

layers = keras.layers


@case("GH216")
def div0():
    w = tf.Variable([1.0, 2.0], name="w")
    d = tf.constant([0.0, 1.0])

    def loss():
        return tf.reduce_sum(1.0 / (w * d))

    return loss, [w]


@case("GH217")
def log0():
    w = tf.Variable([0.0, 2.0], name="w")

    def loss():
        return tf.reduce_sum(tf.math.log(w))

    return loss, [w]


@case("GH217")
def softmax_log():
    w = tf.Variable(tf.eye(3) * 300.0, name="w")
    y = tf.reverse(tf.eye(3), [0])

    def loss():
        p = tf.nn.softmax(w)
        return -tf.reduce_sum(y * tf.math.log(p))

    return loss, [w]


@case("GH217")
def pow0():
    w = tf.Variable([0.0, 2.0], name="w")

    def loss():
        return tf.reduce_sum(w**0.5)

    return loss, [w]


@case("GH218")
def sqrt0():
    w = tf.Variable([0.0, 2.0], name="w")

    def loss():
        return tf.reduce_sum(tf.sqrt(w))

    return loss, [w]


@case("GH218")
def norm0():
    w = tf.Variable(tf.ones((2, 2)), name="w")
    x = tf.zeros((3, 2))

    def loss():
        return tf.reduce_sum(tf.norm(x @ w, axis=1))

    return loss, [w]


@case("GH219")
def trap_div():
    w = tf.Variable([0.0, 2.0], name="w")

    def loss():
        return tf.reduce_sum(tf.where(w > 0, 1.0 / w, 0.0))

    return loss, [w]


@case("GH219")
def trap_log():
    w = tf.Variable([0.0, 2.0], name="w")

    def loss():
        y = tf.math.log(w) * 2.0
        return tf.reduce_sum(tf.where(w > 0, y, 0.0))

    return loss, [w]


@case("GH219")
def trap_exp():
    w = tf.Variable([500.0, 2.0], name="w")

    def loss():
        return tf.reduce_sum(tf.where(w > 10, w, tf.exp(w)))

    return loss, [w]


@case("GH216")
def cos_zero():
    d = tf.Variable(tf.zeros((3, 4)), name="d")
    t = normal(3, 4)

    def loss():
        n = d / tf.norm(d, axis=1, keepdims=True)
        return -tf.reduce_sum(n * t)

    return loss, [d]


@case("GH218")
def std_one():
    w = tf.Variable(normal(1, 3), name="w")

    def loss():
        return tf.reduce_sum(tf.math.reduce_std(w, axis=0))

    return loss, [w]


@case("GH217")
def hand_bce():
    w = tf.Variable([[40.0]], name="w")
    x = tf.constant([[1.0], [-1.0]])
    y = tf.constant([[1.0], [0.0]])

    def loss():
        p = tf.sigmoid(x @ w)
        return -tf.reduce_mean(y * tf.math.log(p) + (1 - y) * tf.math.log(1 - p))

    return loss, [w]


@case("GH218")
def siamese():
    e = layers.Dense(4)
    x = normal(5, 3)
    e(x)

    def loss():
        a = e(x)
        b = e(x)
        return tf.reduce_mean(tf.sqrt(tf.reduce_sum(tf.square(a - b), 1)))

    return loss, e.trainable_variables


@case("GH216")
def nll_small():
    s = tf.Variable([1e-6], name="s")
    m = tf.Variable([0.5], name="m")
    y = normal(5)

    def loss():
        return tf.reduce_mean(((y - m) / s) ** 2)

    return loss, [s, m]


@case("GH216")
def div_max():
    w = tf.Variable(tf.zeros(4), name="w")

    def loss():
        return tf.reduce_sum(w / tf.reduce_max(w))

    return loss, [w]


@case("GH219")
def huber_trap():
    w = tf.Variable([0.0, 2.0], name="w")

    def loss():
        n = tf.math.log(w) / w
        return tf.reduce_mean(tf.where(w > 1.0, n, tf.zeros_like(w)))

    return loss, [w]


@case("GH217")
def entropy():
    lg = tf.Variable([[1000.0, 0.0, 0.0]], name="lg")

    def loss():
        p = tf.nn.softmax(lg)
        return -tf.reduce_sum(p * tf.math.log(p))

    return loss, [lg]


@case("GH216")
def safe_mean():
    w = tf.Variable(normal(4), name="w")
    m = tf.zeros(4)

    def loss():
        return tf.reduce_sum(w * m) / tf.reduce_sum(m)

    return loss, [w]
