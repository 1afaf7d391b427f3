"""Where a value leaves TensorFlow is noted: how, and on which line of the user's."""

import keras
import numpy as np
import pytest
import tensorflow as tf

from tb_gradplugin.capture import eager_run
from tests.capture.eager_programs import DENSE, V, W, line_of


def _conversions():
    return {
        "numpy": lambda w: w.numpy(),
        "float": lambda w: float(w[0]),
        "int": lambda w: int(w[0]),
        "bool": lambda w: 1.0 if w[0] > 0 else 2.0,
        "__array__": lambda w: np.asarray(w),
        "__array__ by a ufunc": lambda w: np.exp(w),
        "__array__ by a function": lambda w: np.mean(w),
        "__array__ in a list": lambda w: np.array([w[0], 1.0]),
        "__array__ by linalg": lambda w: np.linalg.norm(w),
        "__array__ of a variable": lambda _: np.asarray(W),
        "numpy of a variable": lambda _: W.numpy(),
        "numpy by TensorFlow": lambda w: tf.get_static_value(w),
        "float of a variable": lambda _: float(tf.Variable(1.0)),
        "__array__ by Keras": lambda w: keras.ops.convert_to_numpy(w),
        "numpy_function": lambda w: tf.numpy_function(lambda a: a * 2, [w], tf.float32),
        "py_function": lambda w: tf.py_function(lambda a: a.numpy() * 2, [w], tf.float32),
    }


@pytest.mark.parametrize("name", _conversions())
def test_the_line_where_a_value_leaves_is_named(name):
    leave = _conversions()[name]

    def loss_fn():
        w = W * 1.0
        y = leave(w)  # <- leaves
        return tf.reduce_sum(tf.cast(y, tf.float32)) * tf.reduce_sum(V)

    program = eager_run.observed(loss_fn, [W])
    assert program.exception == ""
    (departure,) = program.departures
    assert departure.how == name.split()[0]
    assert departure.locations[-1].line == line_of(__file__, "leaves")
    assert 0 < departure.before_node < len(program.nodes)
    assert program.values[departure.value].dtype in ("float32", "bool", "resource")


def test_what_tensorflow_looks_at_for_itself_is_no_departure():
    def loss_fn():
        tf.debugging.assert_greater(tf.reduce_sum(tf.abs(W)), 0.0)
        y = tf.cond(tf.reduce_sum(W) > 0, lambda: W, lambda: V)
        y = tf.reshape(y, tf.shape(V))
        scale = float(tf.constant(1.0))
        return scale * tf.reduce_sum(tf.nn.dropout(y, tf.constant(0.5)))

    program = eager_run.observed(loss_fn, [W])
    assert [departure.how for departure in program.departures] == ["float"]


def _of_whole_numbers():
    return {
        "padded by Keras": lambda n: keras.utils.pad_sequences(n, maxlen=3),
        "in a list, by Keras": lambda n: keras.utils.to_categorical([n[0, 0], n[0, 1]], 3),
        "through functions that return it": lambda n: keras.ops.convert_to_numpy(n),
        "by TensorFlow": lambda n: tf.get_static_value(n),
    }


@pytest.mark.parametrize("name", _of_whole_numbers())
def test_whole_numbers_leave_where_a_framework_gives_the_program_an_array_of_them(name):
    leave = _of_whole_numbers()[name]

    def loss_fn():
        y = leave(tf.cast(W[tf.newaxis], tf.int32))  # <- whole
        return tf.reduce_sum(V) * tf.reduce_sum(tf.cast(y, tf.float32))

    program = eager_run.observed(loss_fn, [W])
    assert program.exception == ""
    assert program.departures
    for departure in program.departures:
        assert departure.locations[-1].line == line_of(__file__, "whole")


def test_whole_numbers_that_tensorflow_takes_for_its_ops_are_no_departure():
    def loss_fn():
        size = tf.cast(tf.reduce_sum(V), tf.int32) * 0 + 2
        padded = tf.image.resize(tf.reshape(W, [1, 1, -1, 1]), tf.stack([size, size]))
        hot = keras.utils.to_categorical(tf.cast(W, tf.int32), 3)
        return tf.reduce_sum(padded) * tf.reduce_sum(hot) * tf.reduce_sum(tf.split(V, [size])[0])

    program = eager_run.observed(loss_fn, [W])
    assert program.exception == ""
    assert [departure.how for departure in program.departures] == []


def test_predict_is_named_as_such_with_the_prediction_that_left():
    model = keras.Sequential([keras.layers.Input((2,)), DENSE])

    def loss_fn():
        return tf.reduce_mean(model.predict(np.ones((3, 2), np.float32), verbose=0))  # <- predict

    program = eager_run.observed(loss_fn, DENSE.trainable_variables)
    assert {departure.how for departure in program.departures} == {"predict"}
    departure = program.departures[0]
    assert departure.locations[0].line == line_of(__file__, "predict")
    assert program.nodes[program.values[departure.value].node].layer.endswith("dense")


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of NumPy, on behalf of Keras
def test_a_variable_of_keras_leaves_through_the_function_of_keras():
    kernel = keras.Variable([0.5, 2.0])

    def loss_fn():
        return tf.constant(float(keras.ops.convert_to_numpy(kernel).sum()))  # <- converted

    program = eager_run.observed(loss_fn, [kernel])
    assert program.exception == ""
    (departure,) = program.departures
    assert departure.locations[0].line == line_of(__file__, "converted")
    assert program.asked[0].value == departure.value
