"""What the routes answer, from a real TensorBoard in both of its ways of reading logs."""

import numpy as np
import pytest

import tb_gradplugin
from tb_gradplugin.health import thresholds
from tb_gradplugin.schema.statistics import STATISTICS
from tests import event_logs
from tests.backend import simulation
from tests.end_to_end import logs
from tests.end_to_end.servers import wait_for


def names(server, run):
    answer = server.route("variables", run=run)
    assert answer.status == 200, answer.body
    assert answer.json["run"] == run
    return [variable["name"] for variable in answer.json["variables"]]


def test_every_row_of_200_variables_by_1000_steps_is_kept_bit_by_bit(server):
    vectors = logs.wide_vectors()
    for name in ("mean", "l2_norm"):
        statistic = server.statistic("wide", name)
        np.testing.assert_array_equal(statistic.steps, np.arange(1000))
        np.testing.assert_array_equal(statistic.wall_times, event_logs.START + np.arange(1000))
        np.testing.assert_array_equal(
            statistic.values.view(np.uint32), vectors[name].view(np.uint32)
        )


def test_every_status_follows_from_its_definition(server):
    vectors = logs.wide_vectors()
    codes = {status["name"]: status["code"] for status in server.route("runs").json["statuses"]}
    expected = []
    for states, norms in zip(vectors["state"], vectors["l2_norm"].astype(float), strict=True):
        largest = max(norm for norm in norms if not np.isnan(norm))
        expected.append([codes[_status(s, n, largest)] for s, n in zip(states, norms, strict=True)])
    statuses = server.statistic("wide", "status")
    np.testing.assert_array_equal(statuses.values, expected)
    assert set(np.unique(expected)) == {1, 2, 3, 4, 5, 6}


def _status(state, norm, largest):
    if state != 1:
        return {2: "zero", 3: "nonfinite", 4: "null"}[int(state)]
    if norm > 1e4:
        return "exploding"
    return "vanishing" if norm < 1e-9 * largest else "ok"


def test_a_restart_without_a_session_replaces_the_steps_it_repeats(server):
    statistic = server.statistic("deep/er/restarted", "l2_norm")
    np.testing.assert_array_equal(statistic.steps, np.arange(15))
    expected = [0, 1, 2, 3, 4, *range(105, 115)]
    np.testing.assert_array_equal(statistic.values[:, 0], expected)


def test_a_session_with_another_table_replaces_what_it_lives_anew(server):
    assert names(server, "two_tables") == ["c", "b", "a"]
    statistic = server.statistic("two_tables", "l2_norm")
    nan = np.nan
    np.testing.assert_array_equal(statistic.steps, np.arange(6))
    np.testing.assert_array_equal(
        statistic.values,
        [
            [nan, 1, 0],
            [nan, 3, 2],
            [nan, 5, 4],
            [nan, 7, 6],
            [100, 101, nan],
            [102, 103, nan],
        ],
    )
    statuses = server.statistic("two_tables", "status")
    np.testing.assert_array_equal(statuses.values == 0, np.isnan(statistic.values))


@pytest.mark.parametrize("seed", logs.SIMULATIONS)
def test_random_trainings_are_shown_as_they_were(server, tmp_path, seed):
    training = simulation.Training(tmp_path / "again", seed)
    run = f"simulated_{seed}"
    columns = names(server, run)
    assert columns == training.columns()
    statistic = server.statistic(run, "l2_norm")
    assert simulation.cells(statistic.steps, columns, statistic.values) == training.truth()


def test_the_runs_are_listed_with_all_that_the_tab_must_know(server):
    content = server.route("runs").json
    assert set(content) == {
        *("runs", "statistics", "statuses", "thresholds", "histogram_borders", "version")
    }
    assert content["version"] == tb_gradplugin.__version__
    assert [s["name"] for s in content["statistics"]] == [s.name for s in STATISTICS]
    assert set(content["statistics"][0]) == {"name", "label", "unit", "scale", "meaning", "absent"}
    assert [status["name"] for status in content["statuses"]] == [
        *("not_recorded", "ok", "vanishing", "exploding", "zero", "nonfinite", "null")
    ]
    limits = {limit["name"]: limit["value"] for limit in content["thresholds"]}
    assert limits == {threshold.name: threshold.value for threshold in thresholds.ALL}
    listed = [run["run"] for run in content["runs"] if not run["run"].startswith("live")]
    assert listed == sorted(
        ["hollow", *logs.LAST_STEPS, *(f"simulated_{seed}" for seed in logs.SIMULATIONS)]
    )


def test_a_run_is_listed_at_a_glance(server):
    run = server.runs()["wide"]
    revision = run.pop("revision")
    assert isinstance(revision, str)
    assert server.runs()["wide"]["revision"] == revision
    assert run == {
        "run": "wide",
        "problem": None,
        "notes": [],
        "variables": 200,
        "last_step": 999,
        "last_wall_time": event_logs.START + 999,
    }


def test_variables_come_with_shape_dtype_and_layer(server):
    variables = server.route("variables", run="wide").json["variables"]
    assert len(variables) == 200
    assert variables[5] == {
        "name": "block_1/part_1",
        "shape": [2, 3],
        "dtype": "float32",
        "layer": "block_1",
    }


def test_names_of_any_kind_come_through_as_they_are(server):
    assert names(server, "hostile <b>&amp;%2e") == logs.HOSTILE_NAMES
    answer = server.route("variables", run="hostile <b>&amp;%2e")
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_of_a_broken_run_the_good_pieces_are_shown_and_the_others_named(server):
    for name in ("status", *(statistic.name for statistic in STATISTICS)):
        statistic = server.statistic("broken", name)
        assert statistic.values.shape[1] == 2
    np.testing.assert_array_equal(server.statistic("broken", "l2_norm").steps, [1])
    np.testing.assert_array_equal(server.statistic("broken", "status").steps, [0, 1, 2])
    run = server.runs()["broken"]
    assert (run["problem"], run["variables"], run["last_step"]) == (None, 2, 2)
    notes = "\n".join(run["notes"])
    for piece in ("variables/bbbbbbbb", "l2_norm/aaaaaaaa", "max_abs/aaaaaaaa", "dddddddd"):
        assert piece in notes


def test_a_tag_with_metadata_only_costs_its_run_no_other(server, mode):
    run = server.runs()["hollow"]
    answer = server.route("statistic", run="hollow", name="status")
    if mode == "python_reader":
        assert "cannot list such a run" in run["problem"]
        assert (answer.status, answer.error) == (422, run["problem"])
    else:
        assert (run["problem"], run["last_step"]) == (None, 0)
        assert "events of `gradient_health/variables/bbbbbbbb` cannot be read" in run["notes"][0]
        assert answer.status == 200


def test_rows_written_while_tensorboard_runs_are_shown(server, logdir, mode):
    run = f"live_{mode}"
    with event_logs.EventFile(logdir / run) as file:
        file.table(logs.A, event_logs.table(logs.A, ["a"]))
        revisions = []
        for step in range(3):
            norm = np.array([step], np.float32)
            file.row(logs.A, step, event_logs.START + step, {"l2_norm": norm, "state": _PRESENT})
            file.flush()
            server.wait_for_runs(**{run: step})
            statistic = server.statistic(run, "l2_norm")
            np.testing.assert_array_equal(statistic.values[:, 0], np.arange(step + 1))
            revisions.append(server.runs()[run]["revision"])
    assert len(set(revisions)) == 3


def test_a_table_announced_while_tensorboard_runs_is_shown(server, logdir, mode):
    run = f"live_tables_{mode}"
    with event_logs.EventFile(logdir / run) as file:
        for i, digest in enumerate((logs.A, logs.B)):
            start = event_logs.START + 10 * i
            file.table(digest, event_logs.table(digest, [f"v{i}"]), wall_time=start, step=i)
            file.row(digest, i, start, {"state": _PRESENT})
            file.flush()
            server.wait_for_runs(**{run: i})
            wait_for(lambda seen=i: len(names(server, run)) == seen + 1, server.runs)
    assert names(server, run) == ["v1", "v0"]
    np.testing.assert_array_equal(server.statistic(run, "status").values, [[0, 1], [1, 0]])


_PRESENT = np.ones(1, np.uint8)
