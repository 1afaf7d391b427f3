"""Ways out of TensorFlow that call no method of the tensor, or that end in a value again."""

import numpy as np
import pytest
import tensorflow as tf

from tb_gradplugin.capture import eager_run
from tests.capture.eager_programs import DENSE, V, W, of_type


@pytest.mark.parametrize(
    "show", [lambda x: f"{x:.2f}", "{:.3f}".format, lambda x: format(x, ".1f")]
)
def test_a_number_that_is_formatted_leaves(show):
    program = eager_run.observed(lambda: tf.constant(float(show(tf.reduce_sum(W)))), [W])
    (departure,) = program.departures
    assert (departure.how, program.values[departure.value].dtype) == ("format", "float32")


def test_what_is_printed_does_not_leave(capsys):
    def loss_fn():
        loss = tf.reduce_sum(W)
        print(loss, [loss])  # noqa: T201  that is what is tested
        return loss

    assert eager_run.observed(loss_fn, [W]).departures == []
    assert "tf.Tensor" in capsys.readouterr().out


def test_every_element_of_a_numpy_iterator_leaves():
    def loss_fn():
        rows = tf.data.Dataset.from_tensor_slices(W * 1.0).as_numpy_iterator()
        return tf.constant(sum(rows))

    program = eager_run.observed(loss_fn, [W])
    assert program.exception == ""
    assert [departure.how for departure in program.departures] == ["as_numpy_iterator"] * 2
    made = {program.values[departure.value].node for departure in program.departures}
    assert {program.nodes[node].op_type for node in made} == {"IteratorGetNext"}


def test_all_arguments_of_a_random_draw_leave_and_the_draw_is_the_same():
    def draw():
        return np.random.normal(W, tf.nn.softplus(V)).astype("float32")  # noqa: NPY002

    np.random.seed(3)  # noqa: NPY002
    expected = draw()
    seen = []

    def loss_fn():
        np.random.seed(3)  # noqa: NPY002
        seen.append(draw())
        return tf.reduce_sum(seen[0])

    program = eager_run.observed(loss_fn, [W, V])
    makers = [program.values[departure.value] for departure in program.departures]
    assert [value.origin or program.nodes[value.node].op_type for value in makers] == [
        "variable",
        "Softplus",
    ]
    np.testing.assert_array_equal(seen[0], expected)


def test_a_numpy_function_is_an_op_that_passes_nothing():
    def loss_fn():
        return tf.reduce_sum(tf.numpy_function(lambda a: a * 2, [W * 1.0], tf.float32))

    program = eager_run.observed(loss_fn, [W])
    (call,) = of_type(program, "PyFunc")
    assert call.passes == (False,)
    assert program.values[program.nodes[-1].inputs[0]].node == call.index


def test_variables_that_a_python_function_uses_itself_are_inputs_that_get_nothing():
    x = tf.constant([[1.0, 2.0]])
    program = eager_run.observed(
        lambda: tf.reduce_sum(tf.py_function(DENSE, [x * W], tf.float32)), [W]
    )
    (call,) = of_type(program, "EagerPyFunc")
    names = [program.values[value].name for value in call.inputs[1:]]
    assert names == [DENSE.kernel.path, DENSE.bias.path]
    assert call.passes == (True, False, False)


def test_a_number_beside_a_variable_is_not_read_from_it():
    s = tf.Variable(2.5, name="s")
    program = eager_run.observed(lambda: tf.math.zeta(s, 1.5), [s])
    (zeta,) = of_type(program, "Zeta")
    origins = [program.values[value].origin for value in zeta.inputs]
    assert origins == ["", "constant"]
