"""What is asked about one variable: all of its curves, and its histogram of magnitudes."""

import numpy as np
import pytest

from tb_gradplugin.backend.runs import UnknownNameError
from tb_gradplugin.schema import histogram
from tb_gradplugin.schema.statistics import NAMES
from tests import event_logs

A, B = "aaaaaaaa", "bbbbbbbb"
STEPS = [0, 5, 9]


def written(tmp_path, names, vectors, digest=A, **options):
    event_logs.write_run(tmp_path / "r", digest, names, STEPS, vectors, **options)


def states(variables):
    return np.full((len(STEPS), variables), 4, np.uint8)


def test_the_curves_of_a_variable_are_its_columns_of_all_statistics(tmp_path, queries, scope):
    norms = np.arange(6, dtype=np.float32).reshape(3, 2)
    ratios = np.array([[1, 2], [np.nan, np.nan], [5, 6]], np.float32)
    written(
        tmp_path,
        ["a", "b"],
        {"state": states(2), "l2_norm": norms, "update_ratio": ratios},
    )
    curves = queries(tmp_path).curves(scope, "r", "b")
    assert curves.steps.tolist() == STEPS
    assert curves.values.dtype == np.float32
    by_name = dict(zip(NAMES, curves.values.T, strict=True))
    np.testing.assert_array_equal(by_name["l2_norm"], [1, 3, 5])
    np.testing.assert_array_equal(by_name["update_ratio"], [2, np.nan, 6])
    assert np.isnan(by_name["mean"]).all()


@pytest.mark.parametrize("variables", [3, histogram.VARIABLES_PER_CHUNK + 2])
def test_the_histogram_of_a_variable_is_taken_from_its_chunk(tmp_path, queries, scope, variables):
    names = [f"v{i}" for i in range(variables)]
    random = np.random.default_rng(0)
    shape = (len(STEPS), variables, histogram.BINS)
    shares = random.integers(0, 256, shape).astype(np.uint8)
    cut = histogram.VARIABLES_PER_CHUNK
    vectors = {"state": states(variables), "histogram/0": shares[:, :cut]}
    if variables > cut:
        vectors["histogram/1"] = shares[:, cut:]
    written(tmp_path, names, vectors)
    asked = queries(tmp_path)
    for place in (0, 2, variables - 1):
        found = asked.histogram(scope, "r", f"v{place}")
        assert found.steps.tolist() == STEPS
        np.testing.assert_array_equal(found.values, shares[:, place])


def test_a_variable_keeps_its_histogram_when_another_table_has_it_elsewhere(
    tmp_path, queries, scope
):
    first = np.ones((3, 2, histogram.BINS), np.uint8)
    written(tmp_path, ["a", "b"], {"state": states(2), "histogram/0": first})
    later = np.full((2, 2, histogram.BINS), 7, np.uint8)
    event_logs.write_run(
        tmp_path / "r",
        B,
        ["b", "c"],
        [20, 30],
        {"state": np.full((2, 2), 4, np.uint8), "histogram/0": later},
        number=1,
        start=event_logs.START + 100,
    )
    found = queries(tmp_path).histogram(scope, "r", "b")
    assert found.steps.tolist() == [*STEPS, 20, 30]
    assert found.values[:, 0].tolist() == [1, 1, 1, 7, 7]


def test_a_histogram_of_another_shape_is_left_out(tmp_path, queries, scope):
    odd = np.ones((3, 2, histogram.BINS + 1), np.uint8)
    written(tmp_path, ["a", "b"], {"state": states(2), "histogram/0": odd})
    found = queries(tmp_path).histogram(scope, "r", "a")
    assert found.values.shape == (0, histogram.BINS)
    assert "must be a uint8 matrix of 2 variables by 32 bins" in found.notes[0]


def test_without_a_histogram_there_are_no_rows(tmp_path, queries, scope):
    written(tmp_path, ["a"], {"state": states(1)})
    assert queries(tmp_path).histogram(scope, "r", "a").values.shape == (0, histogram.BINS)


@pytest.mark.parametrize("question", ["curves", "histogram"])
@pytest.mark.parametrize(("run", "variable"), [("r", "c"), ("r", ""), ("s", "a")])
def test_who_is_not_there_is_unknown(tmp_path, queries, scope, question, run, variable):
    written(tmp_path, ["a"], {"state": states(1)})
    with pytest.raises(UnknownNameError):
        getattr(queries(tmp_path), question)(scope, run, variable)
