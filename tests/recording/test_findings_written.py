"""Findings reach the log with the next rows, once each, and outlive what happens to the file."""

import dataclasses
import warnings

import pytest
import tensorflow as tf

import tb_gradplugin as tbg
from tb_gradplugin.recording import finding_report, session, variable_table
from tb_gradplugin.recording.finding_report import without_source
from tb_gradplugin.recording.schedule import Schedule
from tb_gradplugin.schema.findings import Finding, Location, Step
from tests.recording.reading import read

LINE = Location("secret/train.py", 48, "loss_fn", "y = tf.stop_gradient(x)")
CUT = Finding(
    "GN101",
    "null",
    "error",
    "certain",
    ("a", "b"),
    "StopGradient",
    "StopGradient",
    locations=(LINE,),
    path=(Step("Mean", "Mean", LINE), Step("StopGradient", "", LINE, True), Step("variable", "a")),
    evidence={
        "share": 0.5,
        "definition": "secret/train.py:12",
        "exception": "in /srv/somebody/secret/model.py line 3",
        "metric": "accuracy",
        "variable": "encoder/dense/kernel",
    },
)
UNUSED = Finding("GN104", "null", "warning", "likely", ("b",))


@pytest.fixture
def variables() -> list[tf.Variable]:
    return [tf.Variable(1.0, name="a"), tf.Variable(1.0, name="b")]


@pytest.fixture
def recorder(tmp_path, variables):
    with tbg.GradientRecorder(tmp_path / "run", variables, verbose=False) as recorder:
        yield recorder


@pytest.fixture
def table(variables):
    return variable_table.variable_table(variables)


def messages(folder) -> list[tuple]:
    """All messages of the one session."""
    (found,) = read(folder).findings.values()
    return found


def test_findings_are_written_at_the_next_drain_with_the_step_of_first_sight(
    tmp_path, recorder, table
):
    recorder._session.add_findings(table, [CUT, UNUSED], 7)
    assert not (tmp_path / "run").exists()
    recorder.flush()
    (message,) = messages(tmp_path / "run")
    assert [(seen.finding, seen.step) for seen in message] == [(CUT, 7), (UNUSED, 7)]
    assert read(tmp_path / "run").tables == {table.digest: table}


def test_a_later_message_repeats_what_was_said_and_nothing_is_said_twice(tmp_path, recorder, table):
    for step, findings in enumerate([[CUT], [CUT], [UNUSED, CUT], []]):
        recorder._session.add_findings(table, findings, step)
        recorder.record([None, None])
        recorder.flush()
    found = messages(tmp_path / "run")
    assert [len(message) for message in found] == [1, 2]
    assert [(seen.finding.code, seen.step) for seen in found[-1]] == [("GN101", 0), ("GN104", 2)]


def test_no_finding_is_written_where_there_is_none(tmp_path, recorder):
    recorder.record([None, None])
    recorder.flush()
    assert read(tmp_path / "run").findings == {}


def test_a_file_that_is_lost_is_made_up_for(tmp_path, recorder, table, monkeypatch):
    monkeypatch.setattr(session, "_RETRY_SECONDS", 0.0)
    run = tmp_path / "run"
    run.write_text("a file, not a folder")
    recorder._session.add_findings(table, [CUT], 0)
    with pytest.warns(RuntimeWarning, match="cannot be written"):
        recorder.flush()
    run.unlink()
    recorder.flush()
    assert [len(message) for message in messages(run)] == [1]
    # What was in the first file may never have reached the disk.
    recorder._session._pause(OSError("the disk is full"))
    recorder.flush()
    assert [len(message) for message in messages(run)] == [1, 1]


def test_another_session_does_not_repeat_what_the_last_one_found(tmp_path, recorder, table):
    recorder._session.add_findings(table, [CUT], 0)
    recorder.flush()
    recorder._session.begin(5)
    recorder._session.add_findings(table, [UNUSED], 5)
    recorder.flush()
    first, second = read(tmp_path / "run").findings.values()
    assert [[seen.finding.code for seen in message] for message in (*first, *second)] == [
        ["GN101"],
        ["GN104"],
    ]


def test_findings_may_come_while_a_function_is_traced(tmp_path, recorder, table):
    @tf.function
    def step():
        recorder._session.add_findings(table, [CUT], 0)
        recorder.record([None, None])

    step()
    recorder.flush()
    assert [len(message) for message in messages(tmp_path / "run")] == [1]


def test_what_cannot_be_written_costs_a_warning_and_nothing_else(tmp_path, recorder, table):
    odd = dataclasses.replace(CUT, locations=(Location("a.py", 2**70, "f"),))
    with pytest.warns(RuntimeWarning, match="The training goes on"):
        recorder._session.add_findings(table, [UNUSED, odd], 0)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        recorder.record([None, None])
        recorder.flush()
    assert [seen.finding for seen in messages(tmp_path / "run")[-1]] == [UNUSED]
    assert read(tmp_path / "run").steps == [0]


def test_the_number_of_causes_is_bounded_and_the_rest_is_said(tmp_path, recorder, table):
    most = finding_report.MOST_CAUSES
    causes = [dataclasses.replace(UNUSED, op_name=f"op_{i}") for i in range(most + 2)]
    with pytest.warns(RuntimeWarning, match=f"{most} causes .* no further ones"):
        recorder._session.add_findings(table, causes, 0)
    recorder.flush()
    assert len(messages(tmp_path / "run")[-1]) == most


def test_without_source_no_file_is_named_and_no_line_quoted(tmp_path, table):
    silent = session.Session(str(tmp_path), Schedule(50, 10, None), 0.5, with_source=False)
    silent.begin(0)
    silent.add_findings(table, [CUT], 0)
    silent.close()
    ((seen,),) = messages(tmp_path)
    assert seen.finding.locations == ()
    assert [step.op_type for step in seen.finding.path] == ["Mean", "StopGradient", "variable"]
    assert seen.finding.evidence == {
        "share": 0.5,
        "metric": "accuracy",
        "variable": "encoder/dense/kernel",
    }
    written = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    for part in (b"secret", b"train.py", b"somebody", b"tf.stop_gradient"):
        assert part not in written


def test_a_finding_without_any_line_is_the_same_without_source():
    assert without_source(UNUSED) == UNUSED


def test_the_callback_hands_on_whether_source_is_wanted(tmp_path, table):
    for source in (True, False):
        run = tmp_path / str(source)
        callback = tbg.GradientHealth(run, source=source)
        callback._session.begin(0)
        callback._session.add_findings(table, [CUT], 0)
        callback.close()
        assert bool(messages(run)[0][0].finding.locations) is source
