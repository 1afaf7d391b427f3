"""Gradients that are zero because a factor, a selection or a number is nothing."""

import keras
import tensorflow as tf

from tests.cases.sick_gradients.case import case, normal

layers = keras.layers


@case("GH211")
def zero_init():
    x = normal(8, 4)
    w = tf.Variable(tf.zeros((4, 5)), name="w")
    w2 = tf.Variable(tf.zeros((5, 1)), name="w2")

    def loss():
        h = tf.tanh(x @ w)
        return tf.reduce_mean((h @ w2 - 1.0) ** 2)

    return loss, [w, w2]


@case("GH213")
def empty_mask():
    w = tf.Variable(normal(4, 1), name="w")
    x = normal(8, 4)

    def loss():
        p = (x @ w)[:, 0]
        s = tf.boolean_mask(p, p > 1e6)
        return tf.reduce_sum(s**2)

    return loss, [w]


@case("GH213")
def empty_mask_mean():
    w = tf.Variable(normal(4, 1), name="w")
    x = normal(8, 4)

    def loss():
        p = (x @ w)[:, 0]
        s = tf.boolean_mask(p, p > 1e6)
        return tf.reduce_mean(s**2)

    return loss, [w]


@case("GH213")
def zero_mask():
    w = tf.Variable(normal(4, 1), name="w")
    x = normal(8, 4)

    def loss():
        p = x @ w
        m = tf.cast(p > 1e6, tf.float32)
        return tf.reduce_sum(m * p**2)

    return loss, [w]


@case("GH213")
def where_none():
    w = tf.Variable(normal(4, 1), name="w")
    x = normal(8, 4)

    def loss():
        p = x @ w
        return tf.reduce_sum(tf.where(p > 1e6, p**2, 0.0)) + 1.0

    return loss, [w]


@case("GH214")
def cancel():
    w = tf.Variable([1.0, 2.0], name="w")

    def loss():
        y = w * 3.0
        return tf.reduce_sum(y - y)

    return loss, [w]


@case("GH214")
def mean_over_all_classes():
    w = tf.Variable([[1.0, 2.0], [3.0, 4.0]], name="w")
    x = tf.constant([[1.0, 0.5], [0.25, 1.0]])

    def loss():
        return tf.reduce_sum(tf.nn.softmax(x @ w))

    return loss, [w]


@case("GH214")
def mean_over_the_classes_of_many_rows():
    w, x = tf.Variable(normal(6, 5), name="w"), normal(64, 6)
    return (lambda: tf.reduce_mean(tf.nn.softmax(x @ w))), [w]


@case("GH214")
def sum_over_all_classes_of_deep_model():
    x = normal(8, 4)
    model = keras.Sequential([layers.Dense(8, activation="relu") for _ in range(12)])
    model.add(layers.Dense(4, activation="softmax"))
    model(x)
    far = tf.Variable(1e-3, name="far")

    def loss():
        weighted = tf.reduce_sum(model(x), -1) * tf.constant(0.25)
        return tf.reduce_mean(weighted) + 1e3 * far

    return loss, [*model.trainable_variables, far]


@case("GH214")
def scores_of_one_batch_compared():
    hidden = layers.Dense(8, activation="tanh")
    score = layers.Dense(1)
    real = normal(6, 4)
    score(hidden(real))

    def critic(batch):
        return tf.reduce_mean(score(hidden(batch)))

    def loss():
        first = critic(real)
        second = critic(real)
        return first - second

    return loss, hidden.trainable_variables + score.trainable_variables


@case("GH214")
def batch1_norm():
    w = tf.Variable(normal(4, 3), name="w")
    x = normal(1, 4)

    def loss():
        y = x @ w
        z = y - tf.reduce_mean(y, 0)
        return tf.reduce_sum((z - 1.0) ** 2)

    return loss, [w]


@case("GH214")
def divided_by_the_sum_of_one_element():
    x, w = 1e-3 * normal(6, 4), tf.Variable(normal(4, 1), name="w")
    v = tf.Variable(normal(4, 1), name="v")

    def loss():
        score = tf.sigmoid(x @ w)
        share = score / (tf.reduce_sum(score, -1, keepdims=True) + 1e-20)
        return tf.reduce_mean((share * (x @ v) - 1.0) ** 2) + 1e3 * tf.reduce_sum(v)

    return loss, [w, v]


@case("GH215")
def half_underflow():
    w = tf.Variable([1.0, 2.0], name="w")

    def loss():
        y = tf.cast(w, tf.float16) * tf.constant(0.5, tf.float16)
        return tf.reduce_sum(tf.cast(y, tf.float32)) * 1e-9

    return loss, [w]


@case("GH215")
def exp_underflow():
    w = tf.Variable([1.0, 2.0], name="w")

    def loss():
        return tf.reduce_sum(tf.exp(-1000.0 * w))

    return loss, [w]


@case("GH215")
def mulexp():
    w = tf.Variable([1.0, 2.0], name="w")
    x = tf.constant([300.0, 400.0])

    def loss():
        return tf.reduce_sum(w * tf.exp(-x * w))

    return loss, [w]


@case("GH215")
def sinkhorn():
    c = tf.Variable(normal(3, 3) ** 2 + 2.0, name="c")

    def loss():
        k = tf.exp(-c / 0.01)
        p = k / tf.reduce_sum(k, 1, keepdims=True)
        return tf.reduce_sum(p * c)

    return loss, [c]


@case("GH215")
def f16_under():
    with_p = keras.dtype_policies.DTypePolicy("mixed_float16")
    m = keras.Sequential([layers.Dense(16, dtype=with_p), layers.Dense(1, dtype=with_p)])
    x = normal(8, 10)
    m(x)

    def loss():
        return tf.reduce_mean(tf.cast(m(x), tf.float32)) * 1e-8

    return loss, m.trainable_variables


@case("GH211")
def zeros_keras():
    m = keras.Sequential(
        [
            layers.Dense(8, activation="relu", kernel_initializer="zeros"),
            layers.Dense(8, activation="relu", kernel_initializer="zeros"),
            layers.Dense(1, kernel_initializer="zeros"),
        ]
    )
    x = normal(4, 3)
    m(x)

    def loss():
        return tf.reduce_mean((m(x) - 1) ** 2)

    return loss, m.trainable_variables


@case("GH211")
def zeros_before_relu():
    hidden = [layers.Dense(4, kernel_initializer="zeros", activation=a) for a in (None, "relu")]
    m = keras.Sequential([*hidden, layers.Dense(1)])
    x = normal(4, 3)
    m(x)

    def loss():
        return tf.reduce_mean((m(x) - 1) ** 2)

    return loss, m.trainable_variables


@case("GH214")
def bn1():
    keras.Sequential(
        [
            layers.Dense(4),
            layers.LayerNormalization(axis=-1),
        ]
    )
    d = layers.Dense(1)
    n = layers.LayerNormalization()
    h = layers.Dense(1)
    x = normal(4, 3)
    h(n(d(x)))

    def loss():
        return tf.reduce_mean((h(n(d(x))) - 1) ** 2)

    return loss, d.trainable_variables + h.trainable_variables


@case("GH213", note=True)
def other_part_taken():
    kind = layers.Dense(2)
    place = layers.Dense(3)
    x = normal(4, 5)
    kind(x), place(x)

    def loss():
        both = tf.concat([kind(x), place(x)], axis=1)
        return tf.reduce_mean((both[:, :2] - 1.0) ** 2)

    return loss, [*kind.trainable_variables, *place.trainable_variables]


@case("GH213")
def part_taken_and_left():
    kind = layers.Dense(2)
    place = layers.Dense(3)
    x = normal(4, 5)
    kind(x), place(x)

    def loss():
        both = tf.concat([kind(x), place(x)], axis=1)
        of_kind = tf.reduce_mean((both[:, :2] - 1.0) ** 2)
        of_place = tf.reduce_mean((both[:, 2:] - 2.0) ** 2)  # noqa: F841
        return of_kind

    return loss, [*kind.trainable_variables, *place.trainable_variables]
