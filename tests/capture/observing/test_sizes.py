"""Numbers of elements, and shapes, that are read from an eager tensor without an op."""

import numpy as np
import pytest
import tensorflow as tf

from tb_gradplugin.capture import eager_run
from tests.capture.eager_programs import W, of_type


def test_the_size_of_a_tensor_is_the_op_that_it_is_in_a_graph():
    program = eager_run.observed(lambda: tf.cast(tf.size(W * 2.0), tf.float32), [W])
    (size,) = of_type(program, "Size")
    (product,) = of_type(program, "Mul")
    assert (size.inputs, size.passes) == (product.outputs, (False,))
    assert program.nodes[-1].inputs == size.outputs


def test_the_size_of_an_array_is_a_number():
    program = eager_run.observed(lambda: tf.cast(tf.size(np.zeros(3)), tf.float32), [W])
    assert of_type(program, "Size") == []


@pytest.mark.parametrize(
    "count", [lambda x: x.shape[0], len, lambda x: x.shape.as_list()[0]], ids=["shape", "len", "as"]
)
def test_a_shape_that_the_program_reads_leaves(count):
    program = eager_run.observed(lambda: tf.constant(float(count(W * 2.0))), [W])
    assert "shape" in {departure.how for departure in program.departures}
    (product,) = of_type(program, "Mul")
    assert {departure.value for departure in program.departures} == set(product.outputs)


def test_a_shape_that_tensorflow_reads_does_not():
    program = eager_run.observed(lambda: tf.reduce_mean(tf.nn.softmax(W * 2.0)), [W])
    assert program.departures == []


def test_shapes_and_lengths_are_given_back_as_they_were():
    before = [vars(cls).get("shape") for cls in type(tf.constant(1.0)).__mro__]
    eager_run.observed(lambda: tf.reduce_sum(W), [W])
    assert [vars(cls).get("shape") for cls in type(tf.constant(1.0)).__mro__] == before
    assert tf.constant([1.0, 2.0]).shape == (2,)
