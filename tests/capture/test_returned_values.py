"""What left TensorFlow unheard and comes back is known by its numbers, and nothing else is."""

import numpy as np
import pytest
import tensorflow as tf

import tb_gradplugin as tbg

ROWS = tf.random.normal([3, 2], seed=1)


def unheard(tensor):
    """The numbers, taken by an op that gives text, as a file or another process would have them."""
    text = tf.io.serialize_tensor(tensor).numpy()
    count = tensor.shape.num_elements() * tensor.dtype.size
    return np.frombuffer(text[-count:], tensor.dtype.as_numpy_dtype).reshape(tensor.shape)


def codes(loss_fn, variables):
    return [
        (finding.code, finding.variables) for finding in tbg.explain(loss_fn, variables).findings
    ]


CHANGED = {
    "as it was": lambda array: array,
    "in another shape": lambda array: array.reshape(2, 4).T.copy().T.reshape(-1),
    "with more digits": lambda array: array.astype(np.float64),
    "as a list of numbers": lambda array: [float(number) for number in array.reshape(-1)],
}


@pytest.mark.parametrize("name", CHANGED)
def test_a_value_that_comes_back_is_known(name):
    w = tf.Variable(tf.random.normal([2, 4], seed=2), name="w")
    other = tf.Variable(2.0, name="other")

    def loss_fn():
        back = tf.constant(CHANGED[name](unheard(tf.tanh(tf.matmul(ROWS, w))[:2])))
        return tf.reduce_sum(tf.cast(back, tf.float32)) * other

    assert codes(loss_fn, [w, other]) == [("GN112", ("w",))]


def test_the_value_of_a_variable_that_is_saved_and_loaded_is_known():
    w = tf.Variable(tf.random.normal([4], seed=2), name="w")
    other = tf.Variable(2.0, name="other")

    def loss_fn():
        return tf.reduce_sum(tf.constant(unheard(w.read_value()))) * other

    assert codes(loss_fn, [w, other]) == [("GN112", ("w",))]


@pytest.mark.parametrize(
    "numbers",
    [
        np.zeros(8, np.float32),
        np.full(8, 0.37, np.float32),
        np.arange(8, dtype=np.float32),
        np.linspace(0.1, 0.9, 8, dtype=np.float32),
        np.eye(3, dtype=np.float32),
        np.float32([0.25, 0.75]),
    ],
    ids=["zeros", "one number", "a range", "even steps", "ones and zeros", "two numbers"],
)
def test_constants_that_anybody_may_write_are_not_taken_for_a_value(numbers):
    w, other = tf.Variable(numbers, name="w"), tf.Variable(2.0, name="other")

    def loss_fn():
        _ = tf.identity(w * 1.0)
        return tf.reduce_sum(tf.constant(numbers.copy()) + 1.0) * other

    assert codes(loss_fn, [w, other]) == [("GN104", ("w",))]


def test_an_input_to_which_only_zeros_are_added_is_not_taken_for_the_sum():
    x = np.random.default_rng(0).normal(size=8).astype("float32")
    shift, other = tf.Variable(tf.zeros([8]), name="shift"), tf.Variable(2.0, name="other")

    def loss_fn():
        batch = x.copy()
        _ = tf.constant(batch) + shift
        return tf.reduce_sum(tf.constant(batch)) * other

    assert codes(loss_fn, [shift, other]) == [("GN104", ("shift",))]


def test_an_array_that_a_variable_was_made_from_is_not_taken_for_its_value():
    start = np.random.default_rng(0).normal(size=8).astype("float32")
    w, other = tf.Variable(start, name="w"), tf.Variable(2.0, name="other")

    def loss_fn():
        _ = w * 2.0
        return tf.reduce_sum(tf.constant(start)) * other

    assert codes(loss_fn, [w, other]) == [("GN104", ("w",))]
