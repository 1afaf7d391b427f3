"""`tbg.read`: a run as arrays, against what is true of it and what the tab is given."""

import os
import pathlib
import subprocess
import sys
import textwrap

import numpy as np
import pytest

import tb_gradplugin as tbg
from tb_gradplugin.schema import statistics
from tb_gradplugin.schema.records import Session, VariableRecord
from tb_gradplugin.schema.states import Status
from tests import event_logs
from tests.backend import simulation
from tests.end_to_end import logs
from tests.event_logs import START, EventFile, table, tensor

A, B = "aaaaaaaa", "bbbbbbbb"


def ones(variables):
    return {"l2_norm": np.ones(variables, np.float32), "state": np.ones(variables, np.uint8)}


@pytest.mark.parametrize("shuffled", [False, True], ids=["in order", "files in any order"])
def test_random_trainings_are_read_as_they_were(tmp_path, shuffled):
    restarted = 0
    for seed in range(60):
        training = simulation.Training(tmp_path / f"{seed}", seed, shuffled=shuffled)
        log = tbg.read(tmp_path / f"{seed}")
        names = [variable.name for variable in log.variables]
        truth = training.truth()
        assert names == training.columns(), seed
        assert simulation.cells(log.steps, names, log["l2_norm"]) == truth, seed
        assert log.steps.tolist() == sorted(truth)
        np.testing.assert_array_equal(log.statuses == Status.OK, ~np.isnan(log["l2_norm"]))
        np.testing.assert_array_equal(log.states == 1, ~np.isnan(log["l2_norm"]))
        assert log.notes == ()
        restarted += len(log.sessions) > 1
    assert restarted > 20


@pytest.fixture(scope="module")
def served_logs(tmp_path_factory) -> pathlib.Path:
    folder = tmp_path_factory.mktemp("logs")
    logs.write(folder)
    return folder


@pytest.mark.parametrize("run", [run for run, last in logs.LAST_STEPS.items() if last is not None])
def test_what_is_read_is_what_the_tab_is_given(served_logs, queries, scope, run):
    asked, log = queries(served_logs), tbg.read(served_logs / run)
    assert log.variables == asked.variables(scope, run)
    for name in ("status", *statistics.NAMES):
        matrix = asked.statistic(scope, run, name)
        rows = np.isin(log.steps, matrix.steps)
        values = log.statuses if name == "status" else log[name]
        np.testing.assert_array_equal(log.steps[rows], matrix.steps)
        np.testing.assert_array_equal(values[rows], matrix.values)
        np.testing.assert_array_equal(log.wall_times[rows], matrix.wall_times)
        absent = values[~rows] == 0 if name == "status" else np.isnan(values[~rows])
        assert absent.all()


def test_nothing_is_sampled_and_every_bit_is_kept(served_logs):
    log = tbg.read(served_logs / "wide")
    vectors = logs.wide_vectors()
    for name in ("mean", "l2_norm"):
        np.testing.assert_array_equal(log[name].view(np.uint32), vectors[name].view(np.uint32))
    np.testing.assert_array_equal(log.states, vectors["state"])


def test_every_array_has_the_shape_and_dtype_that_the_class_names(tmp_path):
    with EventFile(tmp_path) as file:
        file.table(A, table(A, ["a", "b"], session=(START, 3)))
        for step in (3, 4, 9):
            file.row(A, step, START + step, ones(2))
    log = tbg.read(tmp_path)
    assert (log.steps.dtype, log.steps.tolist()) == (np.int64, [3, 4, 9])
    assert (log.wall_times.dtype, log.wall_times.tolist()) == (
        np.float64,
        [START + 3, START + 4, START + 9],
    )
    for values in (log.states, log.statuses):
        assert (values.dtype, values.shape) == (np.uint8, (3, 2))
    assert tuple(log.statistics) == statistics.NAMES
    assert tuple(log.step_statistics) == statistics.STEP_NAMES
    for name in statistics.NAMES:
        assert (log[name].dtype, log[name].shape) == (np.float32, (3, 2))
        assert name == "l2_norm" or np.isnan(log[name]).all()
    for name in statistics.STEP_NAMES:
        assert (log[name].dtype, log[name].shape) == (np.float32, (3,))
        assert np.isnan(log[name]).all()
    assert (log.histograms.dtype, log.histograms.shape) == (np.uint8, (3, 2, 32))
    assert not log.histograms.any()
    assert log.histogram_borders.shape == (33,)
    assert log.histogram_borders[[0, -1]].tolist() == [2.0**-126, 2.0**128]
    assert log.variables[0] == VariableRecord("a", (2, 3), "float32", "")
    assert log.sessions == (Session(event_logs.session_id(START), START, 3, "0.0.0"),)
    assert log.counters.steps.tolist() == [0, 0]
    assert log.counters.first_step.tolist() == [-1, -1]
    assert (log.incidents, log.notes) == ((), ())
    assert repr(log) == (
        "<Log: 3 steps of 2 variables, 1 sessions, 0 incidents, 0 findings, 0 notes>"
    )


def test_a_run_that_has_only_begun_has_no_steps(tmp_path):
    event_logs.write_run(tmp_path, A, ["a", "b"], [], {})
    log = tbg.read(tmp_path)
    assert log["l2_norm"].shape == log.statuses.shape == (0, 2)
    assert (log["loss"].shape, log.histograms.shape) == ((0,), (0, 2, 32))
    assert len(log.variables) == 2


def test_numbers_that_a_writer_did_not_pack_as_bytes_are_read_too(tmp_path):
    packed, unpacked = tensor(np.array([1.5, 2.5], np.float32)), tensor(np.zeros(2, np.float32))
    unpacked.ClearField("tensor_content")
    unpacked.float_val.extend([3.5, 4.5])
    repeated = tensor(np.zeros(2, np.float32))
    repeated.ClearField("tensor_content")
    repeated.float_val.append(5.5)
    states = tensor(np.zeros(2, np.uint8))
    states.ClearField("tensor_content")
    states.int_val.extend([4, 1])
    with EventFile(tmp_path) as file:
        file.table(A, table(A, ["a", "b"]))
        for step, norms in enumerate([packed, unpacked, repeated]):
            values = {f"gradient_health/l2_norm/{A}": norms, f"gradient_health/state/{A}": states}
            file.values(step, START, values)
    log = tbg.read(tmp_path)
    assert log["l2_norm"].tolist() == [[1.5, 2.5], [3.5, 4.5], [5.5, 5.5]]
    assert log.states.tolist() == [[4, 1]] * 3


def test_a_statistic_is_found_by_name_and_a_variable_by_its_path(tmp_path):
    with EventFile(tmp_path) as file:
        file.table(A, table(A, ["dense/kernel", "dense/bias", "out/kernel"]))
        norms = np.array([1, 2, 3], np.float32)
        file.row(A, 0, START, {"l2_norm": norms, "loss": np.float32(0.5)})
    log = tbg.read(tmp_path)
    assert log["l2_norm"][0, log.column("dense/bias")] == 2
    assert log["loss"].tolist() == [0.5]
    with pytest.raises(KeyError, match=r"must be one of l2_norm, .*loss.* Received: 'norm'$"):
        log["norm"]
    with pytest.raises(KeyError, match=r"such as 'dense/kernel', .* Received: 'dense/kernle'$"):
        log.column("dense/kernle")
    with pytest.raises(KeyError, match=r"such as 'dense/kernel', 'dense/bias', 'out/kernel'\. "):
        log.column("???")


def test_the_error_about_a_name_stays_short(tmp_path):
    names = [f"v{i}" for i in range(1000)]
    event_logs.write_run(tmp_path, A, names, [], {})
    with pytest.raises(KeyError) as caught:
        tbg.read(tmp_path).column("?" * 10_000)
    assert len(str(caught.value)) < 600


def test_numbers_of_the_whole_step_belong_to_their_table_and_the_last_known_is_given(tmp_path):
    nan = np.float32(np.nan)
    with EventFile(tmp_path) as file:
        file.table(A, table(A, ["generator"]), wall_time=START)
        file.table(B, table(B, ["discriminator"]), wall_time=START + 1)
        for step in range(3):
            now = START + 10 * step
            rate = {"learning_rate": np.float32(0.1)}
            file.row(A, step, now + 2, {"loss": np.float32(10 + step), **rate})
            loss = nan if step == 1 else np.float32(20 + step)
            file.row(B, step, now + 3, {"loss": loss, "learning_rate": nan})
        file.row(A, 7, START + 99, {"loss": np.float32(17), "learning_rate": nan})
    log = tbg.read(tmp_path)
    assert log.steps.tolist() == [0, 1, 2, 7]
    assert log["loss"].tolist() == [20, 11, 22, 17]
    np.testing.assert_array_equal(log["learning_rate"], np.float32([0.1, 0.1, 0.1, nan]))
    discriminator, generator = log.tables
    assert [(one.digest, one.columns.tolist()) for one in log.tables] == [(B, [0]), (A, [1])]
    assert generator.step_statistics["loss"].tolist() == [10, 11, 12, 17]
    np.testing.assert_array_equal(discriminator.step_statistics["loss"], [20, nan, 22, nan])
    assert np.isnan(discriminator.step_statistics["global_norm"]).all()


def test_the_chunks_of_histograms_are_put_together_in_the_order_of_the_variables(tmp_path):
    random = np.random.default_rng(3)
    width, split = 6250 * 16 + 2, 6250
    shares = random.integers(0, 256, (2, width, 32)).astype(np.uint8)
    with EventFile(tmp_path) as file:
        file.table(A, table(A, [f"v{i}" for i in range(width)]))
        for step in range(2):
            chunks = range(0, width, split)
            parts = {
                f"histogram/{chunk:x}": shares[step, start : start + split]
                for chunk, start in enumerate(chunks)
            }
            assert "histogram/10" in parts
            file.row(A, step, START + step, parts)
    log = tbg.read(tmp_path)
    np.testing.assert_array_equal(log.histograms, shares)
    assert log.notes == ()


def test_histograms_follow_their_variables_through_a_change_of_the_table(tmp_path):
    row = np.arange(64, dtype=np.uint8).reshape(2, 32)
    with EventFile(tmp_path) as file:
        file.table(A, table(A, ["a", "b"]), wall_time=START)
        file.row(A, 0, START, {"histogram/0": row})
        file.row(A, 1, START + 1, ones(2))
        file.table(B, table(B, ["c", "b"]), wall_time=START + 2)
        file.row(B, 2, START + 2, {"histogram/0": 100 + row})
    log = tbg.read(tmp_path)
    assert [variable.name for variable in log.variables] == ["c", "b", "a"]
    zeros = np.zeros(32, np.uint8)
    np.testing.assert_array_equal(log.histograms[0], [zeros, row[1], row[0]])
    np.testing.assert_array_equal(log.histograms[1], [zeros] * 3)
    np.testing.assert_array_equal(log.histograms[2], [100 + row[0], 100 + row[1], zeros])


def test_a_training_that_goes_on_is_read_up_to_the_last_whole_record(tmp_path):
    with EventFile(tmp_path) as file:
        file.table(A, table(A, ["a"]))
        for step in range(3):
            file.row(A, step, START + step, ones(1))
            file.flush()
            assert tbg.read(tmp_path).steps.tolist() == list(range(step + 1))


def test_it_needs_no_tensorflow(tmp_path):
    event_logs.write_run(tmp_path / "run", A, ["a"], [0, 1], {"l2_norm": np.ones((2, 1), "f4")})
    for library in ("tensorflow", "keras"):
        (tmp_path / "packages" / library).mkdir(parents=True)
        (tmp_path / "packages" / library / "__init__.py").write_text(
            "print('imported: ' + __name__)\nraise ImportError('It is not installed here.')\n"
        )
    program = """
        import sys
        import tb_gradplugin as tbg
        log = tbg.read(sys.argv[1])
        print(log.steps.tolist(), log["l2_norm"].tolist(), isinstance(log, tbg.Log))
        assert not {"tensorflow", "keras", "grpc", "werkzeug"} & set(sys.modules)
    """
    package = pathlib.Path(tbg.__file__).parent.parent
    path = os.pathsep.join([str(tmp_path / "packages"), str(package)])
    # protobuf 3.20 on Python 3.12.
    of_others = "ignore:datetime.datetime.utcfromtimestamp:DeprecationWarning"
    options = ("-W", "error", "-W", of_others)
    done = subprocess.run(
        [sys.executable, *options, "-c", textwrap.dedent(program), tmp_path / "run"],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": path},
        check=False,
    )
    assert (done.stdout, done.stderr) == ("[0, 1] [[1.0], [1.0]] True\n", "")
