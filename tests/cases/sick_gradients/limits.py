"""Gradients that are not finite at the limits of a domain, a dtype or the data."""

import keras
import numpy as np
import tensorflow as tf

from tests.cases.sick_gradients.case import case, normal

layers = keras.layers


@case("GH220")
def exp_over():
    w = tf.Variable([500.0, 2.0], name="w")

    def loss():
        return tf.reduce_sum(tf.math.log(1.0 + tf.exp(w)))

    return loss, [w]


@case("GH220")
def softmax_hand():
    w = tf.Variable([500.0, 2.0], name="w")

    def loss():
        e = tf.exp(w)
        p = e / tf.reduce_sum(e)
        return tf.reduce_sum(p**2)

    return loss, [w]


@case("GH220")
def half_over():
    w = tf.Variable([300.0, 2.0], name="w")

    def loss():
        h = tf.cast(w, tf.float16)
        return tf.reduce_mean(tf.cast(h * h, tf.float32) ** 2)

    return loss, [w]


@case("GH220")
def half_scale_back():
    w = tf.Variable([3.0, 2.0], name="w")

    def loss():
        h = tf.cast(w, tf.float16) * tf.constant(300.0, tf.float16)
        return tf.reduce_sum(tf.cast(h, tf.float32)) * 60000.0

    return loss, [w]


@case("GH220")
def squared_errors_in_half():
    m = keras.Sequential([layers.Dense(1, kernel_initializer="zeros")])
    x = tf.constant([[1.0], [2.0], [3.0], [150.0]], tf.float16)
    m(x)
    slope, offset = m.trainable_variables

    def loss():
        error = tf.cast(slope, tf.float16) * x + tf.cast(offset, tf.float16) - 2 * x
        return tf.reduce_mean(tf.cast(error * error, tf.float32))

    return loss, [slope, offset]


@case("GH221")
def acos1():
    w = tf.Variable([1.0, 0.5], name="w")

    def loss():
        return tf.reduce_sum(tf.acos(w))

    return loss, [w]


@case("GH221")
def log_neg():
    w = tf.Variable([-1.0, 0.5], name="w")

    def loss():
        return tf.reduce_sum(tf.math.log(w) ** 2)

    return loss, [w]


@case("GH221")
def atan00():
    w = tf.Variable([0.0, 0.5], name="w")

    def loss():
        return tf.reduce_sum(tf.atan2(w, w * tf.constant([0.0, 1.0])))

    return loss, [w]


@case("GH222")
def masked():
    w = tf.Variable(normal(2, 3), name="w")
    m = tf.constant([[1.0, 1, 1], [0, 0, 0]])

    def loss():
        logits = w + tf.where(m > 0, 0.0, -np.inf)
        return tf.reduce_sum(tf.nn.softmax(logits) ** 2)

    return loss, [w]


@case("GH222")
def masked_hand():
    w = tf.Variable(normal(2, 3), name="w")
    m = tf.constant([[1.0, 1, 1], [0, 0, 0]])

    def loss():
        e = tf.exp(w) * m
        return tf.reduce_sum((e / tf.reduce_sum(e, 1, keepdims=True)) ** 2)

    return loss, [w]


@case("GH223")
def nan_data():
    a = np.ones((4, 3), np.float32)
    a[1, 1] = np.nan
    images = tf.constant(a)
    w = tf.Variable(normal(3, 1), name="w")

    def loss():
        return tf.reduce_mean((images @ w) ** 2)

    return loss, [w]


@case("GH223")
def nan_var():
    x = normal(4, 3)
    w = tf.Variable(normal(3, 2), name="w")
    b = tf.Variable([np.nan, 0.0], name="b")

    def loss():
        return tf.reduce_mean((x @ w + b) ** 2)

    return loss, [w, b]


@case("GH229")
def ctc():
    w = tf.Variable(normal(3, 5), name="w")
    x = normal(2, 1, 3)

    def loss():
        lab = tf.sparse.from_dense(tf.constant([[1, 2, 3]]))
        return tf.reduce_mean(
            tf.compat.v1.nn.ctc_loss(lab, x @ w, [2], ignore_longer_outputs_than_inputs=True)
        )

    return loss, [w]


@case("GH229")
def ctc_of_dense_labels():
    d = layers.Dense(5)
    frames = normal(2, 2, 3)
    d(frames)
    labels = tf.constant([[1, 2, 3], [4, 1, 0]])

    def loss():
        lengths = tf.constant([2, 2])
        return tf.reduce_mean(
            tf.nn.ctc_loss(labels, d(frames), [3, 2], lengths, logits_time_major=False)
        )

    return loss, d.trainable_variables


@case("GH229")
def ctc_of_keras():
    d = layers.Dense(5)
    frames = normal(2, 2, 3)
    d(frames)

    def loss():
        return keras.losses.CTC()(tf.constant([[1, 2, 3], [4, 1, 2]]), d(frames))

    return loss, d.trainable_variables


@case("GH220")
def nll_over():
    d = layers.Dense(2)
    x = normal(5, 3) * 200
    y = normal(5, 1)
    d(x)

    def loss():
        o = d(x)
        m, ls = o[:, :1], o[:, 1:]
        return tf.reduce_mean(tf.exp(-2 * ls) * (y - m) ** 2 + ls)

    return loss, d.trainable_variables


@case("GH221")
def cabs():
    w = tf.Variable([0.0, 1.0], name="w")

    def loss():
        return tf.reduce_sum(tf.math.angle(tf.complex(w, w)))

    return loss, [w]


@case("GH221")
def svd():
    w = tf.Variable(tf.eye(3), name="w")

    def loss():
        _s, u, _v = tf.linalg.svd(w)
        return tf.reduce_sum(u * tf.reshape(tf.range(9.0), (3, 3)))

    return loss, [w]


@case("GH223")
def lstm_nan():
    m = keras.Sequential([layers.LSTM(4), layers.Dense(1)])
    a = np.ones((2, 5, 3), np.float32)
    a[0, 2, 1] = np.nan
    seq = tf.constant(a)
    m(seq)

    def loss():
        return tf.reduce_mean(m(seq) ** 2)

    return loss, m.trainable_variables


@case("GH222")
def keras_mask():
    m = tf.Variable(normal(2, 4), name="m")
    mask = tf.constant([[True, True, False, False], [False] * 4])

    def loss():
        s = m + tf.where(mask, 0.0, -float("inf"))
        return tf.reduce_sum(tf.nn.log_softmax(s)[:, 0])

    return loss, [m]


@case("GH220")
def f16_sum():
    with_p = keras.dtype_policies.DTypePolicy("float16")
    m = keras.Sequential([layers.Dense(64, dtype=with_p), layers.Dense(1, dtype=with_p)])
    x = normal(8, 10) * 3000
    m(x)

    def loss():
        return tf.reduce_mean(tf.cast(m(x), tf.float32) ** 2)

    return loss, m.trainable_variables
