"""Every statistic against NumPy in float64: eagerly, in a graph, and under XLA."""

import numpy as np
import pytest
import tensorflow as tf

from tb_gradplugin.recording import blocks, statistics, watchdog
from tb_gradplugin.schema import statistics as schema
from tests.recording import oracle

_RANDOM = np.random.default_rng(0)


def _normal(*shape):
    return _RANDOM.normal(size=shape).astype(np.float32)


def _with(array, **places):
    array = array.copy()
    for value, place in places.items():
        array.ravel()[place] = float(value)
    return array


GRADIENTS = {
    "ordinary": _normal(30, 40),
    "longer than a joined block": _normal(700, 500),
    "of a length without divisors": _normal(262_147),
    "far from zero": 1000 + _normal(33, 7),
    "one element": _normal(1).reshape(()),
    "no element": np.zeros([0, 4], np.float32),
    "squares underflow": _normal(50) * np.float32(1e-25),
    "squares overflow": _normal(50) * np.float32(1e20),
    "sum overflows": np.full([1000], 3e38, np.float32),
    "from 1e-30 to 1e30": np.logspace(-30, 30, 61).astype(np.float32),
    "all zero": np.zeros([17, 3], np.float32),
    "subnormal only": np.full([9], 1e-40, np.float32),
    "half zero": np.maximum(_normal(25, 25), 0),
    "one nan": _with(_normal(65), nan=3),
    "infinities": _with(_normal(64), inf=[0, 63], nan=[7]),
    "nothing finite": np.full([5], np.nan, np.float32),
    "around the limits of float16": np.array(
        [2.0**-25, 2.0**-25 * 1.001, 65519, 65520, -65520, 1, 0], np.float32
    ),
    "around the limit of bfloat16": np.array([3.3895e38, 3.3961e38, 3.3962e38, 1], np.float32),
    "float16": _normal(40).astype(np.float16),
    "float64": _RANDOM.normal(size=[31]),
    "float64 tiny but within float32": _RANDOM.normal(size=[31]) * 1e-30,
    "complex": (_normal(20) + 1j * _normal(20)).astype(np.complex64),
}


def _compiled(function, how):
    if how == "eager":
        return function
    return tf.function(function, jit_compile=how == "xla")


@pytest.fixture(scope="module", params=["eager", "graph", "xla"])
def measured(request):
    """Kind -> name of the gradient -> number, all gradients measured as those of one step."""
    names = list(GRADIENTS)
    variables = [tf.Variable(tf.ones(g.shape, g.dtype)) for g in GRADIENTS.values()]
    function = _compiled(lambda *g: statistics.full_row(g, variables), request.param)
    matrix = function(*map(tf.constant, GRADIENTS.values())).numpy()
    assert matrix.dtype == np.float32
    return {
        kind: dict(zip(names, row, strict=True))
        for kind, row in zip(statistics.ROWS, matrix, strict=True)
    }


@pytest.mark.parametrize("name", GRADIENTS)
def test_the_norm_agrees_to_1e_5(measured, name):
    _assert_close(measured["l2_norm"][name], oracle.statistics(GRADIENTS[name])["l2_norm"], 1e-5)


@pytest.mark.parametrize("name", GRADIENTS)
def test_the_mean_agrees_to_1e_5_of_the_mean_magnitude(measured, name):
    gradient = GRADIENTS[name]
    expected = oracle.statistics(gradient)["mean"]
    finite = np.abs(gradient[np.isfinite(gradient)]).astype(np.float64)
    tolerance = 1e-5 * (finite.mean() if finite.size else 0)
    got = measured["mean"][name]
    assert np.isnan(got) == np.isnan(expected)
    assert np.isnan(got) or abs(got - expected) <= tolerance


@pytest.mark.parametrize("name", GRADIENTS)
def test_the_standard_deviation_agrees(measured, name):
    expected = oracle.statistics(GRADIENTS[name])
    got = measured["std"][name]
    assert np.isnan(got) == np.isnan(expected["std"])
    # Of numbers that are all alike only rounding noise is left, relative to the numbers.
    noise = 1e-6 * (0 if np.isnan(expected["max_abs"]) else expected["max_abs"])
    assert np.isnan(got) or abs(got - expected["std"]) <= 1e-4 * expected["std"] + noise


@pytest.mark.parametrize("name", GRADIENTS)
@pytest.mark.parametrize("kind", ["max_abs", "zero_fraction", "float16_lost", "bfloat16_lost"])
def test_magnitudes_and_shares_agree(measured, kind, name):
    _assert_close(measured[kind][name], oracle.statistics(GRADIENTS[name])[kind], 1e-6)


@pytest.mark.parametrize("name", GRADIENTS)
def test_counts_and_states_are_exact(measured, name):
    expected = oracle.statistics(GRADIENTS[name])
    assert measured["nan_count"][name] == expected["nan_count"]
    assert measured["inf_count"][name] == expected["inf_count"]
    assert measured["state"][name] == oracle.state(GRADIENTS[name])


@pytest.mark.parametrize("name", GRADIENTS)
def test_the_norm_of_the_variable_agrees(measured, name):
    assert measured["variable_norm"][name] == pytest.approx(np.sqrt(GRADIENTS[name].size), rel=1e-6)


@pytest.mark.parametrize("how", ["eager", "graph", "xla"])
def test_the_watchdog_sees_the_states_that_the_full_row_sees(how):
    for subset in (list(GRADIENTS), ["ordinary"], ["squares underflow"], ["no element"]):
        gradients = [GRADIENTS[name] for name in subset]
        variables = [tf.Variable(tf.zeros(g.shape, g.dtype)) for g in gradients]
        function = _compiled(lambda *g, v=variables: watchdog.states(g, v), how)
        states = function(*map(tf.constant, gradients)).numpy()
        assert states.tolist() == [oracle.state(gradient) for gradient in gradients]


@pytest.mark.parametrize("how", ["eager", "graph", "xla"])
def test_a_sparse_gradient_is_measured_as_the_dense_one_that_it_stands_for(how):
    values, indices = _normal(6, 3), np.array([4, 1, 4, 4, 0, 1])
    dense = np.zeros([50, 3], np.float32)
    np.add.at(dense, indices, values)
    variable = tf.Variable(tf.zeros([50, 3]))
    function = _compiled(
        lambda v, i: statistics.full_row([tf.IndexedSlices(v, i)], [variable]), how
    )
    row = dict(
        zip(
            statistics.ROWS,
            function(tf.constant(values), tf.constant(indices)).numpy()[:, 0],
            strict=True,
        )
    )
    for kind, expected in oracle.statistics(dense).items():
        _assert_close(row[kind], expected, 1e-5)


@pytest.mark.parametrize("how", ["eager", "graph", "xla"])
def test_a_null_gradient_is_a_state_and_has_no_numbers(how):
    variables = [tf.Variable([3.0, 4.0]), tf.Variable([1.0])]
    function = _compiled(lambda g: statistics.full_row([None, g], variables), how)
    row = dict(zip(statistics.ROWS, function(tf.constant([2.0])).numpy(), strict=True))
    assert row["state"].tolist() == [4, 1]
    assert row["variable_norm"].tolist() == [5, 1]
    for kind in set(schema.NAMES) - {"variable_norm"}:
        assert np.isnan(row[kind][0]), kind


def test_all_gradients_may_be_null():
    matrix = statistics.full_row([None, None], [tf.Variable(1.0), tf.Variable(2.0)]).numpy()
    assert matrix[0].tolist() == [4, 4]
    assert matrix[statistics.ROWS.index("variable_norm")].tolist() == [1, 2]


def test_beyond_float32_the_nearest_finite_number_is_stored():
    gradient = np.array([1e300, -1e300, 1e-300])
    row = statistics.full_row([tf.constant(gradient)], [tf.Variable(gradient)]).numpy()[:, 0]
    values = dict(zip(statistics.ROWS, row, strict=True))
    assert values["state"] == 1
    assert values["l2_norm"] == np.finfo(np.float32).max
    tiny = statistics.full_row([tf.constant([1e-300], tf.float64)], [tf.Variable([1.0])]).numpy()
    assert tiny[statistics.ROWS.index("l2_norm"), 0] == np.finfo(np.float32).tiny


def test_many_variables_take_few_ops():
    """A measurement in ops, not seconds: what users wait for is the first trace."""
    variables = [tf.Variable(tf.zeros([n])) for n in range(1, 201)]

    @tf.function
    def measure(*gradients):
        return statistics.full_row(gradients, variables)

    graph = measure.get_concrete_function(*[tf.TensorSpec([n]) for n in range(1, 201)]).graph
    assert len(graph.get_operations()) < 8 * len(variables) + 400


def test_blocks_put_results_back_in_the_order_of_the_vectors():
    lengths = [3, blocks.LONGEST_JOINED + 1, 64, 0, 65, blocks.LONGEST_JOINED + 64, 1]
    vectors = [tf.fill([n], float(i + 1)) for i, n in enumerate(lengths)]
    laid_out = blocks.laid_out(vectors)
    sums = blocks.in_order(laid_out, [block.sums(block.rows) for block in laid_out])
    maxima = blocks.in_order(laid_out, [block.maxima(block.rows) for block in laid_out])
    assert sums.numpy().tolist() == [n * (i + 1) for i, n in enumerate(lengths)]
    assert maxima.numpy().tolist() == [i + 1 if n else 0 for i, n in enumerate(lengths)]
    numbers = tf.range(len(lengths))
    parts = blocks.of_block(laid_out, numbers)
    assert blocks.in_order(laid_out, parts).numpy().tolist() == numbers.numpy().tolist()


def _assert_close(got, expected, tolerance):
    assert np.isnan(got) == np.isnan(expected)
    assert np.isnan(got) or abs(got - expected) <= tolerance * abs(expected)
