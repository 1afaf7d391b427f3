"""What is traced once gives the same wherever it is called."""

import numpy as np
import pytest
import tensorflow as tf

from tb_gradplugin.recording import blocks
from tb_gradplugin.recording.traced_once import TracedOnce


class Counted:
    """Sums of squares, and how often that was traced or run."""

    def __init__(self):
        self.calls = 0

    def __call__(self, rows):
        self.calls += 1
        return tf.reduce_sum(rows * rows, axis=0)


@pytest.mark.parametrize("jit_compile", [False, True])
def test_tensors_of_different_shapes_need_one_trace(jit_compile):
    counted = Counted()
    once = TracedOnce(counted, of_any_shape=True)

    @tf.function(jit_compile=jit_compile)
    def both(one, other):
        return once(one), once(other)

    one, other = np.arange(6.0).reshape(2, 3), np.arange(20.0).reshape(5, 4)
    results = both(tf.constant(one), tf.constant(other))
    assert counted.calls == 1
    for result, given in zip(results, (one, other), strict=True):
        np.testing.assert_array_equal(result, (given**2).sum(axis=0))


def test_each_dtype_and_each_known_shape_has_a_trace_of_its_own():
    counted = Counted()
    once = TracedOnce(counted)

    @tf.function
    def all_of_them():
        once(tf.ones([2, 3]))
        once(tf.ones([2, 3]))
        once(tf.ones([2, 3], tf.float64))
        assert once(tf.ones([4, 5])).shape == [5]

    all_of_them()
    assert counted.calls == 3


def test_an_open_tape_does_not_have_the_gradient_traced_as_well():
    @tf.custom_gradient
    def without_gradient(rows):
        def gradient(upstream):
            raise AssertionError(f"nobody asks for this gradient: {upstream}")

        return tf.reduce_sum(rows), gradient

    once = TracedOnce(without_gradient)

    @tf.function
    def measured(rows):
        with tf.GradientTape() as tape:
            tape.watch(rows)
            loss = tf.reduce_sum(rows * rows)
            once(rows)
        return tape.gradient(loss, rows)

    np.testing.assert_array_equal(measured(tf.ones([3])), [2, 2, 2])


def test_long_vectors_are_measured_by_one_trace_and_stand_in_their_order():
    counted = Counted()
    lengths = [blocks.LONGEST_JOINED + 24, 7, blocks.LONGEST_JOINED + 1000, 64]
    vectors = [np.random.default_rng(i).normal(size=n) for i, n in enumerate(lengths)]

    def sums(block):
        counted.calls += 1
        return block.sums(block.rows)

    over_blocks = blocks.OverBlocks(sums)

    @tf.function
    def measured(*given):
        return over_blocks(blocks.laid_out(list(given)))

    found = measured(*map(tf.constant, vectors))
    np.testing.assert_allclose(found, [vector.sum() for vector in vectors], rtol=1e-9)
    assert counted.calls == 2, "the long ones once, the joined ones once"
