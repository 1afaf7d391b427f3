"""Verdicts on the gradients of a step."""

import itertools
import math

import numpy as np
import pytest

from tb_gradplugin.health.status import statuses
from tb_gradplugin.schema.states import State, Status
from tests.health import oracle

NAN = math.nan
LARGEST_FLOAT32 = float(np.finfo(np.float32).max)
NORMS = (NAN, 0.0, 1e-45, 1e-30, 9e-10, 1.1e-9, 2e-5, 1.0, 9999.0, 1e4, 10001.0, LARGEST_FLOAT32)


def names(states, norms) -> list[list[str]]:
    result = statuses(np.array(states, np.uint8), np.array(norms, np.float32))
    assert result.dtype == np.uint8
    return [[Status(cell).name.lower() for cell in row] for row in result]


def test_every_pair_of_cells_of_a_step_is_judged_as_the_oracle_does():
    cells = list(itertools.product([*State, 77], NORMS))
    pairs = list(itertools.product(cells, cells))
    states = [[first[0], second[0]] for first, second in pairs]
    # The oracle gets what the log holds: numbers that float32 has rounded.
    norms = np.array([[first[1], second[1]] for first, second in pairs], np.float32)
    assert names(states, norms) == oracle.statuses(states, norms.tolist())
    assert len(pairs) == 5184


@pytest.mark.parametrize("seed", range(20))
def test_random_steps_are_judged_as_the_oracle_does(seed):
    random = np.random.default_rng(seed)
    shape = (random.integers(1, 20), random.integers(1, 60))
    states = random.choice([*State, 200], shape, p=[0.05, 0.6, 0.1, 0.1, 0.1, 0.05])
    norms = (10 ** random.uniform(-15, 6, shape)).astype(np.float32)
    norms[random.random(shape) < 0.1] = NAN
    expected = oracle.statuses(states.tolist(), norms.tolist())
    assert names(states, norms) == expected
    assert len({cell for row in expected for cell in row}) > 3


def test_where_a_variable_stands_changes_no_verdict():
    states = [4, 3, 2, 1, 1, 1, 0]
    norms = [NAN, NAN, 0.0, 20_000.0, 1e-6, 1.0, NAN]
    verdicts = ["null", "nonfinite", "zero", "exploding", "vanishing", "ok", "not_recorded"]
    orders = list(itertools.permutations(range(7)))
    permuted = [[[values[i] for i in order] for order in orders] for values in (states, norms)]
    assert names(*permuted) == [[verdicts[i] for i in order] for order in orders]


@pytest.mark.parametrize("norm", [0.0, 1e-30, 1.0, 1e30, NAN])
@pytest.mark.parametrize(
    ("state", "name"), [(State.NULL, "null"), (State.NONFINITE, "nonfinite"), (State.ZERO, "zero")]
)
def test_null_nonfinite_and_zero_go_before_any_norm(state, name, norm):
    assert names([[state, State.PRESENT]], [[norm, 1.0]]) == [[name, "ok"]]


def test_exploding_goes_before_vanishing():
    assert names([[1, 1]], [[1e5, 1e30]]) == [["exploding", "exploding"]]


def test_the_limits_themselves_are_ok():
    assert names([[1]], [[1e4]]) == [["ok"]]
    assert names([[1]], [[np.nextafter(np.float32(1e4), np.float32(2e4))]]) == [["exploding"]]
    assert names([[1, 1]], [[2.0**-30, 1.0]]) == [["vanishing", "ok"]]  # 9.3e-10
    assert names([[1, 1]], [[2.0**-29, 1.0]]) == [["ok", "ok"]]  # 1.9e-9


def test_only_present_gradients_of_the_same_step_make_others_vanish():
    assert names([[1, 3]], [[1e-9, 1e9]]) == [["ok", "nonfinite"]]
    assert names([[1, 4], [1, 1]], [[1e-9, NAN], [1.0, 1.0]]) == [["ok", "null"], ["ok", "ok"]]


def test_all_small_alike_is_not_vanishing():
    assert names([[1, 1, 1]], [[1e-20, 2e-20, 1e-21]]) == [["ok", "ok", "ok"]]


def test_a_variable_without_elements_is_ok():
    assert names([[1, 1]], [[0.0, 1.0]]) == [["ok", "ok"]]


@pytest.mark.parametrize("shape", [(0, 0), (0, 5), (5, 0)])
def test_nothing_recorded_is_nothing_judged(shape):
    result = statuses(np.zeros(shape, np.uint8), np.zeros(shape, np.float32))
    assert (result.shape, result.dtype) == (shape, np.uint8)


def test_the_arrays_given_are_left_as_they_were():
    states, norms = np.array([[1, 4]], np.uint8), np.array([[1.0, NAN]], np.float32)
    kept = states.copy(), norms.copy()
    statuses(states, norms)
    np.testing.assert_array_equal(states, kept[0])
    np.testing.assert_array_equal(norms, kept[1])


@pytest.mark.parametrize("shapes", [((2,), (2,)), ((1, 2), (2, 1)), ((1, 2, 1), (1, 2, 1))])
def test_other_shapes_are_refused_by_name(shapes):
    with pytest.raises(ValueError, match=r"\[steps, variables\]") as caught:
        statuses(np.zeros(shapes[0], np.uint8), np.zeros(shapes[1], np.float32))
    received = f"Received: states of shape {shapes[0]}, l2_norms of shape {shapes[1]}"
    assert received in str(caught.value)
