"""Gradients that are zero because a function is flat there."""

import keras
import numpy as np
import tensorflow as tf

from tests.cases.sick_gradients.case import case, normal

layers = keras.layers


@case("GH207")
def dead_relu():
    x = normal(8, 4)
    w = tf.Variable(normal(4, 5), name="w")
    b = tf.Variable(-100.0 * tf.ones(5), name="b")
    w2 = tf.Variable(normal(5, 1), name="w2")

    def loss():
        h = tf.nn.relu(x @ w + b)
        return tf.reduce_mean((h @ w2 - 1.0) ** 2)

    return loss, [w, b, w2]


@case("GH207")
def keras_dead_relu():
    m = keras.Sequential(
        [
            keras.layers.Dense(
                8, activation="relu", bias_initializer=keras.initializers.Constant(-50.0)
            ),
            keras.layers.Dense(1),
        ]
    )
    x = normal(8, 4)
    m(x)

    def loss():
        return tf.reduce_mean((m(x) - 1.0) ** 2)

    return loss, m.trainable_variables


@case("GH208")
def sat_sigmoid():
    x = normal(8, 4) * 1000.0
    w = tf.Variable(tf.ones((4, 5)), name="w")
    w2 = tf.Variable(normal(5, 1), name="w2")

    def loss():
        h = tf.sigmoid(200.0 + tf.abs(x @ w))
        return tf.reduce_mean((h @ w2 - 1.0) ** 2)

    return loss, [w, w2]


@case("GH208")
def sat_tanh_unscaled():
    x = tf.abs(normal(8, 4)) * 255.0 + 30.0
    w = tf.Variable(tf.ones((4, 5)), name="w")
    w2 = tf.Variable(normal(5, 1), name="w2")

    def loss():
        h = tf.tanh(x @ w)
        return tf.reduce_mean((h @ w2 - 1.0) ** 2)

    return loss, [w, w2]


@case("GH208")
def sat_softmax():
    w = tf.Variable(tf.eye(4) * 300.0, name="w")
    x = tf.eye(4)
    y = tf.reverse(tf.eye(4), [0])

    def loss():
        p = tf.nn.softmax(x @ w)
        return tf.reduce_mean((p - y) ** 2)

    return loss, [w]


@case("GH209")
def clipped():
    w = tf.Variable([5.0, 7.0], name="w")

    def loss():
        return tf.reduce_sum(tf.clip_by_value(w, 0.0, 1.0) ** 2)

    return loss, [w]


@case("GH209")
def bce_raw():
    w = tf.Variable(normal(4, 1) * 100, name="w")
    x = normal(8, 4)
    y = tf.cast(tf.abs(tf.round(x @ w)) < 0, tf.float32)

    def loss():
        p = tf.abs(x @ w) + 2.0
        return tf.reduce_mean(keras.losses.binary_crossentropy(y, p))

    return loss, [w]


@case("GH210")
def sign():
    w = tf.Variable([5.0, -7.0], name="w")

    def loss():
        return tf.reduce_sum((tf.sign(w) - 3.0) ** 2)

    return loss, [w]


@case("GH212")
def single_softmax():
    m = keras.Sequential([keras.layers.Dense(4), keras.layers.Dense(1, activation="softmax")])
    x = normal(8, 4)
    m(x)
    y = tf.ones((8, 1)) * 0.3

    def loss():
        return tf.reduce_mean((m(x) - y) ** 2)

    return loss, m.trainable_variables


@case("GN112")
def pyfunc():
    w = tf.Variable([1.0, 2.0], name="w")

    def loss():
        y = tf.py_function(lambda t: np.square(t.numpy()), [w], tf.float32)
        y.set_shape([2])
        return tf.reduce_sum(y)

    return loss, [w]


@case("GN112")
def sorted_by_numpy_between_a_product_and_a_reshape():
    w = tf.Variable([0.2, -0.4], name="w")
    b = tf.Variable([0.1, 0.2], name="b")
    x = normal(5, 2)

    def loss():
        y = tf.py_function(lambda t: np.sort(t.numpy(), axis=0), [x * w], tf.float32)
        return tf.reduce_mean((tf.reshape(y, [5, 2]) + b) ** 2)

    return loss, [w, b]


@case("GN115")
def untaken():
    a, x = tf.Variable(2.0, name="a"), normal(4)

    @tf.function
    def f():
        return tf.cond(x[0] > 9.0, lambda: tf.reduce_sum(a * x), lambda: tf.reduce_sum(x))

    return (lambda: f()), [a]


@case("GN104")
def computed_in_a_loop_and_dropped_there():
    a = tf.Variable(2.0, name="a")
    b = tf.Variable(3.0, name="b")

    @tf.function
    def f():
        def body(i, state):
            tf.tanh(b * state)
            return i + 1, state * a

        return tf.while_loop(lambda i, _: i < 3, body, [0, 1.0])[1]

    return (lambda: f()), [a, b]


@case("GH207")
def conv_dead():
    m = keras.Sequential(
        [
            layers.Conv2D(4, 3, bias_initializer=keras.initializers.Constant(-90.0)),
            layers.ReLU(),
            layers.Flatten(),
            layers.Dense(2),
        ]
    )
    x = normal(2, 8, 8, 3)
    m(x)

    def loss():
        return tf.reduce_mean((m(x) - 1) ** 2)

    return loss, m.trainable_variables


@case("GH209")
def relu6_over():
    m = keras.Sequential(
        [
            layers.Dense(4, bias_initializer=keras.initializers.Constant(90.0)),
            layers.ReLU(6.0),
            layers.Dense(2),
        ]
    )
    x = normal(2, 3)
    m(x)

    def loss():
        return tf.reduce_mean((m(x) - 1) ** 2)

    return loss, m.trainable_variables


@case("GH207")
def out_relu():
    m = keras.Sequential(
        [
            layers.Dense(4),
            layers.Dense(1, activation="relu", bias_initializer=keras.initializers.Constant(-90.0)),
        ]
    )
    x = normal(2, 3)
    m(x)

    def loss():
        return tf.reduce_mean((m(x) - 1) ** 2)

    return loss, m.trainable_variables


@case("GH209")
def hard_sig():
    m = keras.Sequential(
        [
            layers.Dense(
                4, activation="hard_sigmoid", bias_initializer=keras.initializers.Constant(90.0)
            ),
            layers.Dense(1),
        ]
    )
    x = normal(2, 3)
    m(x)

    def loss():
        return tf.reduce_mean((m(x) - 3) ** 2)

    return loss, m.trainable_variables


@case("GH208")
def attn_sat():
    q = tf.Variable(normal(4, 8) * 100, name="q")
    k = normal(6, 8) * 100
    v = normal(6, 8)

    def loss():
        return tf.reduce_mean(tf.nn.softmax(q @ tf.transpose(k)) @ v)

    return loss, [q]


@case("GH208")
def gelu_sat():
    w = tf.Variable(-100.0 * tf.ones(3), name="w")

    def loss():
        return tf.reduce_sum(tf.nn.softplus(w) * 3.0 + 1.0)

    return loss, [w]


@case("GH214")
def head_of_equal_weights_before_a_softmax():
    x, w = normal(6, 4), tf.Variable(normal(4, 5), name="w")
    head = tf.Variable(tf.ones((5, 2)), name="head")

    def loss():
        logits = tf.tanh(x @ w) @ head
        labels = tf.constant([0, 1, 0, 0, 1, 1])
        return tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(labels, logits))

    return loss, [w, head]
