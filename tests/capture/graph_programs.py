"""Losses of two variables, "used" and "other", in each construct that a graph may hold."""

import numpy as np
import tensorflow as tf

VECTOR = np.array([0.3, 0.7, 0.2, 0.9], np.float32)


@tf.function
def doubled(x):
    return tf.sin(x) * 2


@tf.function
def outer_function(x):
    return doubled(x) + 1


@tf.function(jit_compile=True)
def compiled(x, y):
    return x * tf.stop_gradient(y)


@tf.function
def rounded(x):
    return tf.round(x)


@tf.custom_gradient
def forgetful(x, y):
    def gradient(upstream):
        return upstream * y, None

    return x * y, gradient


@tf.recompute_grad
def recomputed(x):
    return tf.exp(tf.sin(x))


def nested(used, other):
    return tf.reduce_sum(outer_function(used + 0) + rounded(outer_function(other + 0)))


def jit_compiled(used, other):
    return tf.reduce_sum(compiled(used + 0, other + 0))


def recompute(used, other):
    return tf.reduce_sum(recomputed(used) * tf.floor(other))


def cond_cut_in_both(used, other):
    return tf.cond(
        tf.reduce_sum(VECTOR) > tf.random.uniform([]),
        lambda: tf.reduce_sum(used * tf.stop_gradient(other)),
        lambda: tf.reduce_sum(used + tf.round(other)),
    )


def cond_cut_in_one(used, other):
    return tf.cond(
        tf.random.uniform([]) > 0.5,
        lambda: tf.reduce_sum(used * tf.stop_gradient(other)),
        lambda: tf.reduce_sum(used + other),
    )


def cond_decided_by(used, other):
    return tf.cond(
        tf.reduce_sum(other) > 0, lambda: tf.reduce_sum(used), lambda: tf.reduce_sum(used * 2)
    )


def autograph_if(used, other):
    if tf.reduce_sum(other) > 0:
        total = tf.reduce_sum(used)
    else:
        total = tf.reduce_sum(used * tf.floor(other))
    return total


def switch(used, other):
    branches = [
        lambda: tf.reduce_sum(used),
        lambda: tf.reduce_sum(used * tf.round(other)),
        lambda: tf.reduce_max(used),
    ]
    return tf.switch_case(tf.cast(tf.random.uniform([]) * 3, tf.int32), branches)


def while_loop(used, other):
    total = tf.constant(0.0)
    for _ in tf.range(3):
        total += tf.reduce_sum(used * tf.stop_gradient(other))
    return total


def while_carried_through_a_cut(used, other):
    def body(i, x, y):
        return i + 1, x * used, tf.round(y + x)

    _, x, y = tf.while_loop(lambda i, *_: i < 3, body, [0, used, other])
    return tf.reduce_sum(x + y)


def while_carried_round_the_loop(used, other):
    def body(i, a, b, c):
        return i + 1, b, c, a

    start = [0, used + 0.0, tf.zeros(4), tf.stop_gradient(other)]
    _, a, _, _ = tf.while_loop(lambda i, *_: i < 3, body, start)
    return tf.reduce_sum(a)


def while_ends_when(used, other):
    return tf.reduce_sum(
        tf.while_loop(
            lambda x: tf.reduce_sum(x) < tf.reduce_sum(other), lambda x: (x * 2,), [used]
        )[0]
    )


def nested_control_flow(used, other):
    total = tf.constant(0.0)
    for i in tf.range(4):
        if i % 2 == 0:
            total += tf.reduce_sum(doubled(used + 0))
        else:
            for _ in tf.range(2):
                total += tf.reduce_sum(rounded(other + 0))
    return total


def mapped(used, other):
    return tf.reduce_sum(
        tf.map_fn(lambda pair: pair[0] * tf.floor(pair[1]), (used, other), tf.float32)
    )


def scanned(used, other):
    return tf.reduce_sum(tf.scan(lambda total, x: total + x, used * tf.round(other)))


def vectorized(used, other):
    return tf.reduce_sum(tf.vectorized_map(lambda pair: pair[0] * tf.round(pair[1]), (used, other)))


def tensor_array(used, other):
    array = tf.TensorArray(tf.float32, 4)
    for i in tf.range(4):
        array = array.write(i, used[i] * tf.math.ceil(other[i]))
    return tf.reduce_sum(array.stack())


def custom_gradient(used, other):
    return tf.reduce_sum(forgetful(used, other))


def custom_gradient_in_a_loop(used, other):
    total = tf.constant(0.0)
    for _ in tf.range(2):
        total += tf.reduce_sum(forgetful(used, other))
    return total


def integers(used, other):
    return tf.reduce_sum(used * tf.cast(tf.cast(other, tf.int32), tf.float32))


def selected(used, other):
    return tf.reduce_sum(tf.gather(used, tf.argsort(other)))


def sparse(used, other):
    indices = tf.where(other > 0.0)
    return tf.reduce_sum(tf.sparse.to_dense(tf.SparseTensor(indices, used, [4])))


def ragged(used, other):
    rows = tf.RaggedTensor.from_row_lengths(used, [1, 3])
    return tf.reduce_sum(tf.reduce_sum(rows, 1) * tf.round(other[:2]))


def stored(used, other):
    state = stored.state
    state.assign(other * 2)
    return tf.reduce_sum(used * state)


stored.state = tf.Variable(VECTOR, name="state")


def in_numpy(used, other):
    return tf.reduce_sum(used * tf.numpy_function(lambda x: x * 2, [other], tf.float32))


def in_python(used, other):
    result = tf.py_function(lambda x: x * 2, [used], tf.float32)
    return tf.reduce_sum(result * tf.round(other))


def gathered(used, other):
    return tf.reduce_sum(tf.nn.embedding_lookup(used, [0, 1])) + tf.cast(tf.size(other), tf.float32)


def unused(used, other):
    del other
    return tf.reduce_sum(used)


def second_order(used, other):
    with tf.GradientTape() as tape:
        tape.watch(used)
        value = tf.reduce_sum(used**3 + other)
    return tf.reduce_sum(tape.gradient(value, used))


def printed(used, other):
    tf.print(tf.reduce_sum(other), output_stream="file:///dev/null")
    tf.debugging.assert_less(other, 10.0)
    return tf.reduce_sum(used)


PROGRAMS = [
    *(nested, jit_compiled, recompute, cond_cut_in_both, cond_cut_in_one, cond_decided_by),
    *(autograph_if, switch, while_loop, while_carried_through_a_cut, while_carried_round_the_loop),
    *(while_ends_when, nested_control_flow, mapped, scanned, vectorized, tensor_array),
    *(custom_gradient, custom_gradient_in_a_loop, integers, selected, sparse, ragged, stored),
    *(in_numpy, in_python, gathered, unused, second_order, printed),
]
