"""Gradients that vanish or explode."""

import keras
import tensorflow as tf

from tests.cases.sick_gradients.case import case, normal

layers = keras.layers


@case("GH224")
def rnn_explode():
    u = tf.Variable(tf.eye(4) * 3.0, name="u")
    x = normal(2, 4)

    def loss():
        h = x
        for _ in range(40):
            h = h @ u
        return tf.reduce_mean(h**2)

    return loss, [u]


@case("GH224")
def rnn_explode_mild():
    u = tf.Variable(tf.eye(4) * 1.5, name="u")
    x = normal(2, 4)

    def loss():
        h = x
        for _ in range(40):
            h = h @ u
        return tf.reduce_mean(h)

    return loss, [u]


@case("GH224")
def keras_rnn():
    m = keras.Sequential(
        [
            keras.layers.SimpleRNN(
                8, activation="linear", recurrent_initializer=keras.initializers.Identity(2.0)
            ),
            keras.layers.Dense(1),
        ]
    )
    x = normal(4, 60, 3)
    m(x)

    def loss():
        return tf.reduce_mean(m(x) ** 2)

    return loss, m.trainable_variables


@case("GH225")
def unscaled_x():
    x = tf.abs(normal(32, 3)) * 5000.0
    y = normal(32, 1)
    w = tf.Variable(normal(3, 1), name="w")
    b = tf.Variable([0.0], name="b")

    def loss():
        return tf.reduce_mean((x @ w + b - y) ** 2)

    return loss, [w, b]


@case("GH225")
def unscaled_y():
    x = normal(32, 3)
    y = normal(32, 1) * 3e6
    w = tf.Variable(normal(3, 1), name="w")
    b = tf.Variable([0.0], name="b")

    def loss():
        return tf.reduce_mean((x @ w + b - y) ** 2)

    return loss, [w, b]


@case("GH226")
def deep_sigmoid():
    m = keras.Sequential(
        [keras.layers.Dense(8, activation="sigmoid") for _ in range(30)] + [keras.layers.Dense(1)]
    )
    x = normal(8, 8)
    m(x)

    def loss():
        return tf.reduce_mean((m(x) - 1.0) ** 2)

    return loss, m.trainable_variables


@case("GH226")
def deep_sigmoid_zero():
    m = keras.Sequential(
        [
            keras.layers.Dense(
                8,
                activation="sigmoid",
                kernel_initializer=keras.initializers.RandomNormal(stddev=0.01),
            )
            for _ in range(40)
        ]
        + [keras.layers.Dense(1)]
    )
    x = normal(8, 8)
    m(x)

    def loss():
        return tf.reduce_mean((m(x) - 1.0) ** 2)

    return loss, m.trainable_variables


@case("GH227")
def rnn_vanish():
    m = keras.layers.SimpleRNN(8)
    x = normal(4, 60, 3)
    emb = tf.Variable(normal(3, 3), name="first")
    m(x)
    m.cell.recurrent_kernel.assign(tf.eye(8) * 0.3)

    def loss():
        x0 = tf.concat([x[:, :1] @ emb, x[:, 1:]], 1)
        return tf.reduce_mean(m(x0) ** 2)

    return loss, [emb, *m.trainable_variables]


@case("GH201")
def deep_small():
    ws = [
        tf.Variable(tf.random.stateless_normal((8, 8), [i, 1]) * 0.02, name=f"w{i}")
        for i in range(12)
    ]
    x = normal(8, 8)
    b = tf.Variable([1.0], name="b")

    def loss():
        h = x
        for w in ws:
            h = tf.nn.relu(h @ w)
        return tf.reduce_mean((h + b - 2.0) ** 2)

    return loss, [*ws, b]


@case("GH202")
def deep_large():
    ws = [
        tf.Variable(tf.random.stateless_normal((8, 8), [i, 1]) * 3, name=f"w{i}") for i in range(10)
    ]
    x = normal(8, 8)

    def loss():
        h = x
        for w in ws:
            h = tf.nn.relu(h @ w)
        return tf.reduce_mean(h - 1.0)

    return loss, ws


@case("GH224")
def while_rnn():
    u = tf.Variable(tf.eye(4) * 40.0, name="u")
    x = normal(2, 4)

    @tf.function
    def f():
        return tf.while_loop(lambda i, h: i < 50, lambda i, h: (i + 1, h @ u), [0, x])[1]

    return (lambda: tf.reduce_mean(f() ** 2)), [u]


@case("GH201")
def deep_tanh():
    m = keras.Sequential(
        [
            layers.Dense(
                16,
                activation="tanh",
                kernel_initializer=keras.initializers.RandomNormal(stddev=0.02),
            )
            for _ in range(14)
        ]
        + [layers.Dense(1)]
    )
    x = normal(8, 8)
    m(x)

    def loss():
        return tf.reduce_mean((m(x) - 1) ** 2)

    return loss, m.trainable_variables


@case("GH225")
def img255():
    m = keras.Sequential([layers.Flatten(), layers.Dense(64, activation="relu"), layers.Dense(1)])
    im = tf.abs(normal(8, 32, 32, 3)) * 120
    y = normal(8, 1)
    m(im)

    def loss():
        return tf.reduce_mean((m(im) - y) ** 2)

    return loss, m.trainable_variables


@case("GH224")
def lin_gru():
    m = keras.Sequential(
        [
            layers.SimpleRNN(
                8, activation="relu", recurrent_initializer=keras.initializers.Identity(5.0)
            ),
            layers.Dense(1),
        ]
    )
    x = tf.abs(normal(4, 80, 3))
    m(x)
    m.layers[0].cell.kernel.assign(tf.ones((3, 8)))

    def loss():
        return tf.reduce_mean(m(x) ** 2)

    return loss, m.trainable_variables


@case("GH227")
def while_vanish():
    u = tf.Variable(tf.eye(4) * 0.2, name="u")
    h0 = tf.Variable(normal(2, 4), name="h0")
    x = normal(2, 4)

    @tf.function
    def f():
        return tf.while_loop(
            lambda i, h: i < 30, lambda i, h: (i + 1, tf.tanh(h @ u + x)), [0, h0]
        )[1]

    return (lambda: tf.reduce_mean(f() ** 2)), [u, h0]


@case("GH202")
def deep_convolutions():
    m = keras.Sequential()
    for _ in range(9):
        wide = keras.initializers.RandomNormal(stddev=0.6)
        m.add(layers.Conv2D(8, 3, padding="same", activation="relu", kernel_initializer=wide))
    m.add(layers.GlobalAveragePooling2D())
    m.add(layers.Dense(1))
    x = normal(2, 8, 8, 3)
    m(x)

    def loss():
        return tf.reduce_mean((m(x) - 1) ** 2)

    return loss, m.trainable_variables


@case("GH201")
def two_ways_of_which_neither_brings_anything():
    w, far = tf.Variable([1.0, 2.0], name="w"), tf.Variable(1.0, name="far")

    def loss():
        y = w + 1.0
        return tf.reduce_sum(y * 1e-12) + tf.reduce_sum(y * 2e-12) + far

    return loss, [w, far]
