"""Ops that are written give what TensorFlow's own give, wherever they are called."""

import numpy as np
import pytest
import tensorflow as tf

from tb_gradplugin.recording import blocks
from tb_gradplugin.recording.written import ops
from tb_gradplugin.recording.written.function import GraphFunction

_RANDOM = np.random.default_rng(0)
MATRIX = _RANDOM.normal(size=[5, 7]).astype(np.float32)
SPECIAL = np.array([0.0, -0.0, 1.5, -2.5, np.nan, np.inf, -np.inf, 1e-45, 3e38], np.float32)
WHOLE = np.array([7, 0, 12, 3, 255, 64, 1, 2, 8], np.int32)
OWNERS = np.array([2, 0, 2, 1, 4], np.int32)

BY_ELEMENT = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": lambda a, b: a / b,
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
}

SAME_NAME = {
    "equal": tf.equal,
    "not_equal": tf.not_equal,
    "maximum": tf.maximum,
    "minimum": tf.minimum,
    "squared_difference": tf.math.squared_difference,
    "multiply_no_nan": tf.math.multiply_no_nan,
    "abs": tf.abs,
    "sign": tf.sign,
    "square": tf.square,
    "sqrt": tf.sqrt,
    "ceil": tf.math.ceil,
    "is_nan": tf.math.is_nan,
    "is_inf": tf.math.is_inf,
    "is_finite": tf.math.is_finite,
    "zeros_like": tf.zeros_like,
}
OF_TWO = tuple(SAME_NAME)[:6]

# Name -> (written, TensorFlow's, given).
SHAPED = {
    "negative": (lambda a: -a, tf.negative, MATRIX),
    "not": (lambda a: ~(a > 0), lambda a: ~(a > 0), MATRIX),
    "and": (lambda a: (a > 0) & (a < 1), lambda a: (a > 0) & (a < 1), MATRIX),
    "or": (lambda a: (a > 1) | (a < 0), lambda a: (a > 1) | (a < 0), MATRIX),
    "where": (lambda a: ops.where(a > 0, a, 3), lambda a: tf.where(a > 0, a, 3.0), MATRIX),
    "cast": (lambda a: ops.cast(a, tf.int64), lambda a: tf.cast(a, tf.int64), MATRIX),
    "bitcast": (lambda a: ops.bitcast(a, tf.int32), lambda a: tf.bitcast(a, tf.int32), SPECIAL),
    "bitwise_and": (
        lambda a: ops.bitwise_and(a, 5),
        lambda a: tf.bitwise.bitwise_and(a, 5),
        WHOLE,
    ),
    "left_shift": (
        lambda a: ops.left_shift(a, 2),
        lambda a: tf.bitwise.left_shift(a, 2),
        WHOLE,
    ),
    "floordiv": (lambda a: ops.floordiv(a, 5), lambda a: a // 5, WHOLE),
    "right_shift": (
        lambda a: ops.right_shift(a, 2),
        lambda a: tf.bitwise.right_shift(a, 2),
        WHOLE,
    ),
    "reduce_sum": (
        lambda a: ops.reduce_sum(a, 1, keepdims=True),
        lambda a: tf.reduce_sum(a, 1, keepdims=True),
        MATRIX,
    ),
    "reduce_max": (lambda a: ops.reduce_max(a, 0), lambda a: tf.reduce_max(a, 0), MATRIX),
    "reduce_min": (lambda a: ops.reduce_min(a, 1), lambda a: tf.reduce_min(a, 1), MATRIX),
    "reduce_all": (lambda a: ops.reduce_all(a > 0), lambda a: tf.reduce_all(a > 0), SPECIAL),
    "reduce_any": (lambda a: ops.reduce_any(a > 0), lambda a: tf.reduce_any(a > 0), SPECIAL),
    "unsorted_segment_sum": (
        lambda a: ops.unsorted_segment_sum(a, ops.constant(OWNERS, tf.int32), 6),
        lambda a: tf.math.unsorted_segment_sum(a, OWNERS, 6),
        MATRIX,
    ),
    "unsorted_segment_max": (
        lambda a: ops.unsorted_segment_max(a, ops.constant(OWNERS, tf.int32), 6),
        lambda a: tf.math.unsorted_segment_max(a, OWNERS, 6),
        MATRIX,
    ),
    "l2_loss": (ops.l2_loss, tf.nn.l2_loss, MATRIX),
    "matmul": (
        lambda a: ops.matmul(a, ops.constant(MATRIX.T, tf.float32)),
        lambda a: tf.matmul(a, MATRIX.T),
        MATRIX,
    ),
    "bincount": (
        lambda a: ops.bincount(a, 300),
        lambda a: tf.math.bincount(a, minlength=300, dtype=tf.int64),
        WHOLE,
    ),
    "reshape": (lambda a: ops.reshape(a, [-1, 1]), lambda a: tf.reshape(a, [-1, 1]), MATRIX),
    "expand_dims": (lambda a: ops.expand_dims(a, 1), lambda a: tf.expand_dims(a, 1), MATRIX),
    "transpose": (ops.transpose, tf.transpose, MATRIX),
    "columns": (lambda a: ops.columns(a, 2, 5), lambda a: a[:, 2:5], MATRIX),
    "pad_columns": (
        lambda a: ops.pad_columns(a, 2),
        lambda a: tf.pad(a, [[0, 0], [0, 2]]),
        MATRIX,
    ),
    "gather": (
        lambda a: ops.gather(a, ops.constant(OWNERS, tf.int32)),
        lambda a: tf.gather(a, OWNERS),
        MATRIX,
    ),
    "concat": (lambda a: ops.concat([a, a], 1), lambda a: tf.concat([a, a], 1), MATRIX),
    "concat of one": (lambda a: ops.concat([a], 0), lambda a: a, MATRIX),
    "stack": (lambda a: ops.stack([a, a], 1), lambda a: tf.stack([a, a], 1), MATRIX),
    "unstack": (lambda a: ops.unstack(a)[3], lambda a: tf.unstack(a)[3], MATRIX),
    "size": (ops.size, tf.size, MATRIX),
}


def _written(function, *given):
    specs = [tf.TensorSpec(each.shape, each.dtype) for each in given]
    return GraphFunction(lambda *values: [function(*values)], specs)


def _assert_same(function, theirs, *given):
    tensors = list(map(tf.constant, given))
    written = _written(function, *given)
    expected = theirs(*tensors)
    for call in (written, tf.function(written), tf.function(written, jit_compile=True)):
        [got] = call(*tensors)
        assert got.dtype == expected.dtype == written.specs[0].dtype
        # XLA multiplies by the reciprocal of a constant, and sums in another order.
        np.testing.assert_allclose(got, expected, rtol=1e-6, atol=1e-6)
    assert written.specs[0].shape == expected.shape


@pytest.mark.parametrize("name", BY_ELEMENT)
def test_operators_do_what_those_of_tensors_do(name):
    _assert_same(BY_ELEMENT[name], BY_ELEMENT[name], MATRIX[:1], MATRIX)
    _assert_same(lambda a: BY_ELEMENT[name](a, 3), lambda a: BY_ELEMENT[name](a, 3), MATRIX)


@pytest.mark.parametrize("name", SAME_NAME)
def test_functions_by_element_do_what_tensorflows_do(name):
    given = [MATRIX, MATRIX[0]] if name in OF_TWO else [np.abs(MATRIX)]
    _assert_same(getattr(ops, name), SAME_NAME[name], *given)


@pytest.mark.parametrize("name", [n for n in SAME_NAME if n.startswith("is_")])
def test_what_is_not_a_number_is_told(name):
    _assert_same(getattr(ops, name), SAME_NAME[name], SPECIAL)


@pytest.mark.parametrize("name", SHAPED)
def test_all_others_do_what_tensorflows_do(name):
    ours, theirs, given = SHAPED[name]
    _assert_same(ours, theirs, given)


def test_each_op_is_compared_with_that_of_tensorflow():
    compared = {*SAME_NAME, *SHAPED, "constant", "cond"}
    assert {name for name in ops.__dict__ if getattr(ops, name).__class__ is type(_written)} <= {
        *compared,
        *("binary", "broadcast", "like", "node", "unary", "current", "writing"),
        *("_integers", "_of_conditions", "_reduced", "_segments"),
    }


@pytest.mark.parametrize("jit_compile", [False, True])
@pytest.mark.parametrize("number", [-3.0, 3.0, 30.0])
def test_a_branch_takes_what_it_uses_from_all_that_stands_around_it(number, jit_compile):
    def written(a):
        twice = a * 2

        def large():
            inner = ops.cond(a > 10, lambda: [twice + a], lambda: [a - twice])
            return [inner[0] + twice]

        return ops.cond(a > 0, large, lambda: [-a])[0]

    expected = -number if number < 0 else (5 * number if number > 10 else number)
    function = _written(written, np.float32(number))
    [got] = tf.function(function, jit_compile=jit_compile)(tf.constant(number))
    assert got == expected


def test_an_open_tape_does_not_have_the_gradient_traced_as_well():
    function = _written(lambda a: ops.reduce_sum(a, 0), np.ones([3], np.float32))

    @tf.function
    def measured(rows):
        with tf.GradientTape() as tape:
            tape.watch(rows)
            loss = tf.reduce_sum(rows * rows)
            function(rows)
        return tape.gradient(loss, rows)

    graph = measured.get_concrete_function(tf.TensorSpec([3])).graph
    calls = [op for op in graph.get_operations() if op.type == "PartitionedCall"]
    assert len(calls) == 1
    np.testing.assert_array_equal(measured(tf.ones([3])), [2, 2, 2])


def test_it_can_be_exported(tmp_path):
    function = _written(lambda a: a + 1, np.ones([3], np.float32))
    module = tf.Module()
    module.call = tf.function(lambda a: function(a)[0], input_signature=[tf.TensorSpec([3])])
    tf.saved_model.save(module, tmp_path)
    assert tf.saved_model.load(tmp_path).call(tf.zeros([3])).numpy().tolist() == [1, 1, 1]


def test_a_tensor_of_another_function_is_refused():
    kept = []
    _written(lambda a: kept.append(a) or a, np.ones([3], np.float32))
    with pytest.raises(ValueError, match="A tensor of another function was used"):
        _written(lambda a: a + kept[0], np.ones([3], np.float32))
    with pytest.raises(RuntimeError, match="only while a `GraphFunction` is made"):
        kept[0] + 1


def test_blocks_put_results_back_in_the_order_of_the_vectors():
    lengths = [3, blocks.LONGEST_JOINED + 1, 64, 0, 65, blocks.LONGEST_JOINED + 64, 1]
    vectors = [tf.fill([n], float(i + 1)) for i, n in enumerate(lengths)]

    def measured(*given):
        laid_out = blocks.laid_out(given)
        sums = blocks.in_order(laid_out, [block.sums(block.rows) for block in laid_out])
        maxima = blocks.in_order(laid_out, [block.maxima(block.rows) for block in laid_out])
        numbers = ops.constant(range(len(lengths)), tf.int32)
        parts = blocks.of_block(laid_out, numbers)
        return [sums, maxima, blocks.in_order(laid_out, parts)]

    specs = [tf.TensorSpec(each.shape) for each in vectors]
    sums, maxima, numbers = GraphFunction(measured, specs)(*vectors)
    assert sums.numpy().tolist() == [n * (i + 1) for i, n in enumerate(lengths)]
    assert maxima.numpy().tolist() == [i + 1 if n else 0 for i, n in enumerate(lengths)]
    assert numbers.numpy().tolist() == list(range(len(lengths)))
