"""The verdicts on a run from its files: which rows count, what is said, in what memory."""

import tracemalloc

import numpy as np
import pytest

import tb_gradplugin as tbg
from tb_gradplugin.backend import judged_runs
from tb_gradplugin.backend.judged_runs import NothingToJudgeError, judge_run
from tb_gradplugin.health.run_judge import RunJudge
from tb_gradplugin.health.thresholds import DEFAULT
from tb_gradplugin.schema.version import UnknownSchemaVersionError
from tests import event_logs
from tests.backend.simulation import Training
from tests.benchmarks import checking
from tests.cli import check_logs


@pytest.fixture
def seen(monkeypatch):
    """What the judge of the last pass was given: digest -> step -> row."""
    passes = []

    class Watched(RunJudge):
        def __init__(self, thresholds):
            super().__init__(thresholds)
            passes.append({})

        def row(self, digest, step, row):
            super().row(digest, step, row)
            passes[-1].setdefault(digest, {})[step] = row

    monkeypatch.setattr(judged_runs, "RunJudge", Watched)
    return passes


@pytest.mark.parametrize("shuffled", [False, True])
@pytest.mark.parametrize("seed", range(12))
def test_every_row_counts_that_no_later_session_lived_anew(tmp_path, seen, seed, shuffled):
    training = Training(tmp_path, seed, shuffled=shuffled)
    truth = {table.digest: table.rows for table in training.tables if table.rows}
    judge_run(tmp_path, DEFAULT)
    judged = seen[-1]
    assert {digest: list(rows) for digest, rows in judged.items()} == {
        digest: sorted(rows) for digest, rows in truth.items()
    }
    names = {table.digest: table.names for table in training.tables}
    for digest, rows in truth.items():
        for step, (_, cells) in rows.items():
            expected = [cells[name] for name in names[digest]]
            np.testing.assert_array_equal(judged[digest][step]["l2_norm"], expected)


def test_a_log_without_restarts_is_read_once(tmp_path, seen):
    check_logs.write(tmp_path, check_logs.vanishing())
    judge_run(tmp_path, DEFAULT)
    assert len(seen) == 1


def test_what_was_sick_before_a_restart_and_lived_anew_in_health_is_forgotten(tmp_path, seen):
    check_logs.write(tmp_path, check_logs.nonfinite(10))
    assert judge_run(tmp_path, DEFAULT).verdicts
    later = event_logs.START + 1000
    check_logs.write(tmp_path, check_logs.healthy(), number=1000, start=later)
    judged = judge_run(tmp_path, DEFAULT)
    assert judged.verdicts == tbg.read(tmp_path).verdicts == ()
    assert (judged.rows, judged.first_step, judged.last_step) == (40, 0, 1950)
    assert len(seen) == 1 + 2


@pytest.mark.parametrize(
    "rows",
    [check_logs.healthy, check_logs.vanishing, check_logs.nonfinite, check_logs.null],
)
def test_it_says_what_read_says(tmp_path, rows):
    check_logs.write(tmp_path, rows(), check_logs.CUT)
    judged, log = judge_run(tmp_path, DEFAULT), tbg.read(tmp_path)
    assert judged.verdicts == log.verdicts
    assert judged.findings == log.findings
    assert (judged.variables, judged.rows) == (len(log.variables), len(log.steps))


def test_rows_before_the_announcement_of_their_table_count_as_well(tmp_path):
    rows = check_logs.vanishing()
    with event_logs.EventFile(tmp_path) as file:
        for row in range(check_logs.ROWS):
            vectors = {name: values[row] for name, values in rows.items()}
            file.row(check_logs.DIGEST, row * 50, event_logs.START + row, vectors)
        table = event_logs.table(check_logs.DIGEST, check_logs.NAMES, shape=(16, 16))
        file.table(check_logs.DIGEST, table)
    judged = judge_run(tmp_path, DEFAULT)
    assert judged.rows == check_logs.ROWS
    assert [verdict.rule for verdict in judged.verdicts] == ["vanishing"]


def test_values_of_another_shape_or_dtype_are_left_out_with_a_note(tmp_path):
    rows = check_logs.healthy()
    rows["l2_norm"] = rows["l2_norm"].astype(np.float64)
    rows["max_abs"] = rows["max_abs"][:, :-1]
    rows["loss"] = np.ones([check_logs.ROWS, 2], np.float32)
    check_logs.write(tmp_path, rows)
    judged = judge_run(tmp_path, DEFAULT)
    assert judged.rows == check_logs.ROWS
    vector = "values of `{}` are left out: each must be a float32 vector over the variables of its"
    assert judged.notes == (
        f"40 {vector.format('l2_norm')} table.",
        "40 values of `loss` are left out: each must be a float32 scalar.",
        f"40 {vector.format('max_abs')} table.",
    )


def test_a_run_without_a_table_or_without_a_row_cannot_be_judged(tmp_path):
    with event_logs.EventFile(tmp_path) as file:
        file.row("0123abcd", 0, 1.0, {"l2_norm": np.ones(2, np.float32)})
    with pytest.raises(NothingToJudgeError, match=r"No recorded row can be used\."):
        judge_run(tmp_path, DEFAULT)


def test_a_run_that_a_newer_version_wrote_is_refused(tmp_path):
    with event_logs.EventFile(tmp_path) as file:
        value = event_logs.tensor(np.ones(2, np.float32))
        newer = event_logs.content(99)
        file.values(0, 1.0, {"gradient_health/l2_norm/0123abcd": value}, plugin_content=newer)
    with pytest.raises(UnknownSchemaVersionError):
        judge_run(tmp_path, DEFAULT)


def test_it_is_told_of_every_byte_that_is_read(tmp_path):
    path = check_logs.write(tmp_path, check_logs.healthy())
    told = []
    judge_run(tmp_path, DEFAULT, told.append)
    records = len(told)
    assert sum(told) + 16 * records == path.stat().st_size


def test_ten_times_the_log_takes_no_more_memory(tmp_path):
    def peak(megabytes):
        folder = tmp_path / str(megabytes)
        checking.write_log(folder, 40, megabytes)
        tracemalloc.start()
        judge_run(folder, DEFAULT)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return peak

    peak(1)
    assert peak(20) < 1.2 * peak(2)
