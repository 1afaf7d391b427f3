"""Runs read from real event files, against what is true of them."""

import dataclasses
import threading

import numpy as np
import pytest

from tb_gradplugin.backend.queries import RunQueries
from tb_gradplugin.backend.runs import UnknownNameError
from tb_gradplugin.schema.states import Status
from tb_gradplugin.schema.statistics import NAMES as NAMES_OF_STATISTICS
from tb_gradplugin.schema.statistics import STEP_NAMES
from tests import event_logs
from tests.backend import simulation

A, B = "aaaaaaaa", "bbbbbbbb"
NAMES = ["x/kernel", "x/bias", "y/kernel"]


@pytest.mark.parametrize("shuffled", [False, True], ids=["in order", "files in any order"])
def test_random_trainings_are_read_as_they_were(tmp_path, queries, scope, shuffled):
    trainings = {
        f"run{seed}": simulation.Training(tmp_path / f"run{seed}", seed, shuffled=shuffled)
        for seed in range(60)
    }
    asked = queries(tmp_path)
    summaries = {summary.run: summary for summary in asked.runs(scope)}
    assert set(summaries) == set(trainings)
    replaced = 0
    for run, training in trainings.items():
        columns = [variable.name for variable in asked.variables(scope, run)]
        assert columns == training.columns(), run
        matrix = asked.statistic(scope, run, "l2_norm")
        truth = training.truth()
        assert simulation.cells(matrix.steps, columns, matrix.values) == truth, run
        assert matrix.steps.tolist() == sorted(truth), run
        status = asked.statistic(scope, run, "status")
        np.testing.assert_array_equal(status.values == Status.OK, ~np.isnan(matrix.values), run)
        np.testing.assert_array_equal(status.steps, matrix.steps)
        summary = summaries[run]
        assert (summary.problem, summary.notes) == (None, ())
        assert summary.variables == len(columns)
        assert summary.last_step == (max(truth) if truth else None)
        replaced += len(training.tables) > 1
    assert replaced > 20


def test_a_column_without_a_recorded_step_is_not_recorded_there(tmp_path, queries, scope):
    norms = np.array([[1, 2], [3, 4]], np.float32)
    states = np.array([[1, 4], [2, 3]], np.uint8)
    event_logs.write_run(tmp_path / "r", A, ["a", "b"], [0, 1], {"l2_norm": norms, "state": states})
    event_logs.write_run(
        tmp_path / "r",
        B,
        ["c"],
        [1, 2],
        {"l2_norm": norms[:, :1], "state": states[:, :1]},
        number=1,
        start=event_logs.START + 50,
    )
    asked = queries(tmp_path)
    assert [variable.name for variable in asked.variables(scope, "r")] == ["c", "a", "b"]
    none, ok, zero = Status.NOT_RECORDED, Status.OK, Status.ZERO
    expected = [[none, ok, Status.NULL], [ok, zero, Status.NONFINITE], [zero, none, none]]
    np.testing.assert_array_equal(asked.statistic(scope, "r", "status").values, expected)


def test_a_step_whose_norm_is_missing_is_judged_without_it(tmp_path, queries, scope):
    with event_logs.EventFile(tmp_path / "r") as file:
        file.table(A, event_logs.table(A, ["a", "b"]))
        states = np.array([1, 4], np.uint8)
        file.row(A, 0, 1.0, {"state": states, "l2_norm": np.array([1e9, np.nan], np.float32)})
        file.row(A, 1, 2.0, {"state": states})
    matrix = queries(tmp_path).statistic(scope, "r", "status")
    np.testing.assert_array_equal(
        matrix.values, [[Status.EXPLODING, Status.NULL], [Status.OK, Status.NULL]]
    )


def test_a_statistic_that_the_run_does_not_record_has_columns_and_no_rows(tmp_path, queries, scope):
    event_logs.write_run(tmp_path / "r", A, NAMES, [0], {"state": np.ones((1, 3), np.uint8)})
    matrix = queries(tmp_path).statistic(scope, "r", "mean")
    assert matrix.values.shape == (0, 3)


def test_a_run_with_a_table_and_no_row_yet_has_no_last_step(tmp_path, queries, scope):
    event_logs.write_run(tmp_path / "r", A, NAMES, [], {})
    (summary,) = queries(tmp_path).runs(scope)
    assert dataclasses.astuple(summary)[:-1] == ("r", None, (), 3, None, None)


def test_the_last_step_is_known_also_where_no_state_was_recorded(tmp_path, queries, scope):
    norms = np.ones((2, 3), np.float32)
    event_logs.write_run(tmp_path / "r", A, NAMES, [4, 8], {"l2_norm": norms})
    (summary,) = queries(tmp_path).runs(scope)
    assert (summary.last_step, summary.last_wall_time) == (8, event_logs.START + 1)


@pytest.mark.parametrize("run", ["", "absent", "R", "r/", "../r", "x" * 100_000])
def test_a_run_that_is_not_there_is_unknown(tmp_path, queries, scope, run):
    event_logs.write_run(tmp_path / "r", A, NAMES, [0], {"state": np.ones((1, 3), np.uint8)})
    asked = queries(tmp_path)
    for question in (asked.variables, lambda *about: asked.statistic(*about, "l2_norm")):
        with pytest.raises(UnknownNameError, match="`run` must be a run") as refusal:
            question(scope, run)
        assert len(str(refusal.value)) < 400


@pytest.mark.parametrize("name", ["", "state", "variables", "L2_norm", "__class__", "y" * 10_000])
def test_a_statistic_that_is_not_there_is_unknown(tmp_path, queries, scope, name):
    event_logs.write_run(tmp_path / "r", A, NAMES, [0], {"state": np.ones((1, 3), np.uint8)})
    with pytest.raises(UnknownNameError, match=r"`name` must be one of status, l2_norm") as refusal:
        queries(tmp_path).statistic(scope, "r", name)
    assert len(str(refusal.value)) < 600


def test_other_plugins_tags_are_none_of_ours(tmp_path, queries, scope):
    with event_logs.EventFile(tmp_path / "r") as file:
        value = event_logs.tensor(np.ones(3, np.float32))
        file.values(0, 1.0, {f"gradient_health/l2_norm/{A}": value}, plugin="another")
    asked = queries(tmp_path)
    assert asked.runs(scope) == []
    assert not asked.any_run(scope)


def test_what_no_route_serves_yet_changes_no_number_and_causes_no_note(tmp_path, queries, scope):
    session = event_logs.session_id(event_logs.START)
    message = event_logs.counters(9, {0: {"null": 4}})
    incident = event_logs.incident(0, [4, 1, 1], [[1.0, 2.0, 3.0]])
    with event_logs.EventFile(tmp_path / "r") as file:
        file.table(A, event_logs.table(A, NAMES, session=(event_logs.START, 0)))
        for step in range(3):
            row = {"state": np.ones(3, np.uint8), "histogram/0": np.ones((3, 32), np.uint8)}
            row |= {name: np.full(3, step, np.float32) for name in NAMES_OF_STATISTICS}
            row |= {name: np.float32(step) for name in STEP_NAMES}
            file.row(A, step, event_logs.START + step, row)
        file.message("incident", A, session, 0, incident, event_logs.START + 3)
        file.message("counters", A, session, 9, message, event_logs.START + 3)
    asked = queries(tmp_path)
    for name in NAMES_OF_STATISTICS:
        values = asked.statistic(scope, "r", name).values
        np.testing.assert_array_equal(values, [[0] * 3, [1] * 3, [2] * 3])
    for name in (*STEP_NAMES, "histogram", "counters", "incident"):
        with pytest.raises(UnknownNameError):
            asked.statistic(scope, "r", name)
    (summary,) = asked.runs(scope)
    assert (summary.problem, summary.notes, summary.last_step) == (None, (), 2)


def test_the_revision_changes_with_every_row_and_only_then(tmp_path, provide, scope):
    with event_logs.EventFile(tmp_path / "r") as file:
        file.table(A, event_logs.table(A, NAMES))
        revisions = []
        for step in (0, 1, 1, 0):
            file.row(A, step, 10.0 + len(revisions), {"state": np.ones(3, np.uint8)})
            file.flush()
            both = [RunQueries(provide(tmp_path)).runs(scope)[0].revision for _ in range(2)]
            assert both[0] == both[1]
            revisions.append(both[0])
    assert len(set(revisions)) == 4


def test_what_has_not_changed_is_not_read_again(tmp_path, queries, scope):
    vectors = {"l2_norm": np.ones((5, 3), np.float32), "state": np.ones((5, 3), np.uint8)}
    event_logs.write_run(tmp_path / "r", A, NAMES, range(5), vectors)
    asked = queries(tmp_path)
    for name in ("l2_norm", "status"):
        assert asked.statistic(scope, "r", name) is asked.statistic(scope, "r", name)
    assert asked.variables(scope, "r") is asked.variables(scope, "r")


def test_what_was_written_since_is_read_once_the_runs_are_listed_again(tmp_path, watch, scope):
    ones = {name: np.ones((1, 1), np.float32) for name in ("l2_norm", "mean")}
    ones["state"] = np.ones((1, 1), np.uint8)
    event_logs.write_run(tmp_path / "r", A, ["a"], [0], ones)
    data_provider, read_on = watch(tmp_path)
    asked = RunQueries(data_provider)
    before = asked.runs(scope)[0]
    assert len(asked.variables(scope, "r")) == 1
    for number, digest in enumerate([A, B, B], 1):
        start = event_logs.START + 10 * number
        options = {"number": number, "start": start, "session": (start, number)}
        names = ["a"] if digest == A else ["b"]
        event_logs.write_run(tmp_path / "r", digest, names, [number], ones, **options)
        read_on()
        after = asked.runs(scope)[0]
        assert after.revision != before.revision
        assert after.last_step == number
        for name in ("l2_norm", "mean", "status"):
            matrix = asked.statistic(scope, "r", name)
            assert matrix.steps.tolist() == list(range(number + 1))
            assert matrix.values.shape[1] == len(asked.variables(scope, "r")) == after.variables
        before = after


def test_many_threads_get_what_one_gets(tmp_path, queries, scope):
    trainings = [simulation.Training(tmp_path / f"run{seed}", seed) for seed in range(8)]
    asked = queries(tmp_path)
    wrong = []

    def ask(seed: int) -> None:
        random = np.random.default_rng(seed)
        for _ in range(20):
            i = int(random.integers(len(trainings)))
            columns = [variable.name for variable in asked.variables(scope, f"run{i}")]
            matrix = asked.statistic(scope, f"run{i}", "l2_norm")
            read = simulation.cells(matrix.steps, columns, matrix.values)
            if read != trainings[i].truth():
                wrong.append(i)
            if seed == 0:
                asked.runs(scope)

    threads = [threading.Thread(target=ask, args=(seed,)) for seed in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
