"""Every statistic against NumPy in float64: eagerly, in a graph, and under XLA."""

import numpy as np
import pytest
import tensorflow as tf

from tb_gradplugin.recording import blocks, statistics, watchdog
from tb_gradplugin.recording.gradients import all_held
from tb_gradplugin.recording.variable_rows import norms_of
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
        [2.0**-25 * 0.999, -(2.0**-25), 65535, 65536, -65536, 1, 0], np.float32
    ),
    "smallest and largest": np.array([2.0**-126, -3.4e38, 0], np.float32),
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
    row = _measured(list(GRADIENTS.values()), variables, request.param)
    return {kind: dict(zip(names, values, strict=True)) for kind, values in row.items()}


def _measured(gradients, variables, how):
    """Kind -> array over the variables, of one step."""
    fixed = [None if g is None else tf.constant(g) for g in gradients if not _is_sparse(g)]
    given = [g for g in fixed if g is not None]

    def measure(*given):
        given = iter(given)
        all_gradients = [g if g is None or _is_sparse(g) else next(given) for g in gradients]
        row = statistics.gradient_row(all_gradients, variables)
        norms = norms_of(variables)
        return row.states, row.statistics, row.histograms, norms

    states, vectors, histograms, norms = _compiled(measure, how)(*given)
    assert vectors.dtype == norms.dtype == tf.float32
    row = dict(zip(statistics.OF_GRADIENT, vectors.numpy(), strict=True))
    return row | {
        "state": states.numpy(),
        "histogram": histograms.numpy(),
        "variable_norm": norms.numpy(),
    }


def _is_sparse(gradient):
    return isinstance(gradient, tf.IndexedSlices)


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


@pytest.mark.parametrize("how", ["eager", "graph", "xla"])
@pytest.mark.parametrize("mean", [0, -0.5, 0.99, 1.01, 30, 1000])
def test_the_deviation_of_a_long_vector_is_right_however_far_its_mean_lies(how, mean):
    # Beside well-behaved gradients only, so that the formulas for these are the ones in use.
    gradients = [mean + _normal(blocks.LONGEST_JOINED + 1), _normal(700, 500), _normal(40)]
    variables = [tf.Variable(tf.ones(g.shape)) for g in gradients]
    got = _measured(gradients, variables, how)["std"]
    expected = [oracle.statistics(gradient)["std"] for gradient in gradients]
    np.testing.assert_allclose(got, expected, rtol=1e-5 + 1e-7 * abs(mean))


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
    size = GRADIENTS[name].size  # The variables are all ones.
    expected = np.sqrt(size) if size else np.nan
    assert measured["variable_norm"][name] == pytest.approx(expected, rel=1e-6, nan_ok=True)


def _glanced(gradients, variables):
    seen = watchdog.Glance(gradients, variables)
    held = all_held(gradients)
    kinds = statistics.kinds_of(gradients, variables, held)
    return statistics.states(kinds, held, seen.is_quiet), seen.is_quiet


@pytest.mark.parametrize("how", ["eager", "graph", "xla"])
def test_the_watchdog_sees_the_states_that_the_full_row_sees(how):
    for subset in (list(GRADIENTS), ["ordinary"], ["squares underflow"], ["no element"]):
        gradients = [GRADIENTS[name] for name in subset]
        variables = [tf.Variable(tf.zeros(g.shape, g.dtype)) for g in gradients]
        function = _compiled(lambda *g, v=variables: _glanced(g, v), how)
        states, is_quiet = function(*map(tf.constant, gradients))
        expected = [oracle.state(gradient) for gradient in gradients]
        assert states.numpy().tolist() == expected
        assert not is_quiet or set(expected) == {1}


@pytest.mark.parametrize("name", GRADIENTS)
def test_the_histogram_has_each_share_rounded_up(measured, name):
    gradient = GRADIENTS[name]
    if gradient.dtype == np.complex64:
        gradient = np.abs(gradient)
    got, expected = measured["histogram"][name], np.array(oracle.histogram(gradient))
    assert np.abs(got - expected).max() <= 1  # where float32 rounds a whole number up or down
    assert ((got > 0) == (expected > 0)).all()


@pytest.mark.parametrize("how", ["eager", "graph", "xla"])
def test_a_sparse_gradient_is_measured_as_the_dense_one_that_it_stands_for(how):
    values, indices = _normal(6, 3), np.array([4, 1, 4, 4, 0, 1])
    dense = np.zeros([50, 3], np.float32)
    np.add.at(dense, indices, values)
    variable = tf.Variable(tf.zeros([50, 3]))
    sparse = tf.IndexedSlices(tf.constant(values), tf.constant(indices))
    row = _measured([sparse], [variable], how)
    for kind, expected in oracle.statistics(dense).items():
        _assert_close(row[kind][0], expected, 1e-5)
    assert row["histogram"][0].tolist() == oracle.histogram(dense)


def test_eagerly_sparse_gradients_of_all_lengths_are_of_one_kind():
    """Each kind has a function of its own, which stays."""
    variable = tf.Variable(tf.zeros([50, 3]))

    def kinds(rows):
        sparse = tf.IndexedSlices(tf.ones([rows, 3]), tf.range(rows))
        return statistics.kinds_of([sparse], [variable], all_held([sparse]))

    assert kinds(2) == kinds(7)


@pytest.mark.parametrize("how", ["eager", "graph", "xla"])
def test_a_null_gradient_is_a_state_and_has_no_numbers(how):
    variables = [tf.Variable([3.0, 4.0]), tf.Variable([1.0])]
    row = _measured([None, np.array([2.0], np.float32)], variables, how)
    assert row["state"].tolist() == [4, 1]
    assert row["variable_norm"].tolist() == [5, 1]
    for kind in statistics.OF_GRADIENT:
        assert np.isnan(row[kind][0]), kind
    assert not row["histogram"][0].any()


def test_all_gradients_may_be_null():
    row = _measured([None, None], [tf.Variable(1.0), tf.Variable(2.0)], "graph")
    assert row["state"].tolist() == [4, 4]
    assert row["variable_norm"].tolist() == [1, 2]


def test_beyond_float32_the_nearest_finite_number_is_stored():
    gradient = np.array([1e300, -1e300, 1e-300])
    row = _measured([gradient], [tf.Variable(gradient)], "graph")
    assert row["state"] == 1
    assert row["l2_norm"] == np.finfo(np.float32).max
    tiny = _measured([np.array([1e-300])], [tf.Variable([1.0])], "graph")
    assert tiny["l2_norm"] == np.finfo(np.float32).tiny


@pytest.mark.parametrize("how", ["eager", "graph", "xla"])
def test_the_norms_of_variables_that_are_not_finite_are_over_the_finite_part(how):
    variables = [
        tf.Variable([3.0, np.nan, 4.0]),
        tf.Variable([np.inf]),
        tf.Variable([1e30, 1e30]),
        tf.Variable([3.0, 4.0], dtype=tf.float64),
    ]
    function = _compiled(lambda: norms_of(variables), how)
    np.testing.assert_allclose(function().numpy(), [5, np.nan, np.sqrt(2) * 1e30, 5], rtol=1e-6)


def test_many_variables_take_few_ops():
    """A measurement in ops, not seconds: what users wait for is the first trace."""
    variables = [tf.Variable(tf.zeros([n])) for n in range(1, 201)]

    @tf.function
    def measure(*gradients):
        return statistics.gradient_row(gradients, variables)

    graph = measure.get_concrete_function(*[tf.TensorSpec([n]) for n in range(1, 201)]).graph
    assert len(graph.get_operations()) < 2 * len(variables) + 10


def _assert_close(got, expected, tolerance):
    assert np.isnan(got) == np.isnan(expected)
    assert np.isnan(got) or abs(got - expected) <= tolerance * abs(expected)
