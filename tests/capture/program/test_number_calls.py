"""A call makes numbers alone only where what it calls is seen to make no variable."""

import ast
import math

import numpy as np
import pytest
import tensorflow as tf

from tb_gradplugin.capture.program import number_calls


def of_program(count):
    return count


NAMES = {
    "np": np,
    "tf": tf,
    "math": math,
    "of_program": of_program,
    "generator": np.random.default_rng(3),
    "tensor": tf.constant([1.0]),
    "Class": type("Class", (), {}),
    "layer": tf.keras.layers.Dense(2),
    "zeros": np.zeros,
}
NUMBERS = [
    "np.random.normal(size=3)",
    "np.float32(1)",
    "np.exp(1.0)",
    "zeros(3)",
    "math.sqrt(2.0)",
    "tf.zeros([2])",
    "tf.random.uniform([2])",
    "tf.constant(1.0)",
    "generator.normal()",
    "tensor.numpy()",
    "local.normal()",
    "of_program(3)",
    "float(1)",
]
NOT_KNOWN = [
    "tf.Variable(1.0)",
    "tf.compat.v1.get_variable('w', [2])",
    "tf.keras.layers.Dense(2)",
    "tf.keras.models.load_model('file')",
    "layer(tensor)",
    "layer.call(tensor)",
    "local(tensor)",
    "self.features(tensor)",
    "Class()",
    "eval('tensor')",
    "of_program(3)(tensor)",
    "tf.no_such_name(3)",
]


def makes_numbers(text):
    return number_calls.makes_numbers(ast.parse(text, mode="eval").body, NAMES)


@pytest.mark.parametrize("text", NUMBERS)
def test_functions_of_packages_that_keep_nothing_make_numbers(text):
    assert makes_numbers(text)


@pytest.mark.parametrize("text", NOT_KNOWN)
def test_what_may_make_a_variable_is_not_taken_for_numbers(text):
    assert not makes_numbers(text)


@pytest.mark.parametrize("value", [1, (2, 3), [1.0, "a"], np.ones(2), tf.float32, tf])
def test_numbers_and_lists_of_them_are_plain(value):
    assert number_calls.is_plain(value)


@pytest.mark.parametrize("value", [None, tf.constant(1.0), [tf.Variable(1.0)], NAMES["layer"]])
def test_what_may_be_computed_from_variables_is_not(value):
    assert not number_calls.is_plain(value)
