"""What the watchdog counted and saw, added up and read from the files of a run."""

import numpy as np
import pytest

import tb_gradplugin as tbg
from tb_gradplugin.schema.version import UnknownSchemaVersionError
from tests import event_logs
from tests.event_logs import START, EventFile, counters, incident, session_id, table

A, B = "aaaaaaaa", "bbbbbbbb"
FIRST, SECOND = session_id(START), session_id(START + 100)


def counts(*, null=0, zero=0, nonfinite=0, first=0, last=0):
    return {
        "null": null,
        "zero": zero,
        "nonfinite": nonfinite,
        "first_step": first,
        "last_step": last,
    }


def test_the_last_counters_of_each_session_and_table_are_added_up(tmp_path):
    with EventFile(tmp_path) as file:
        file.table(A, table(A, ["a", "b"], session=(START, 0)), wall_time=START)
        for steps in (10, 40, 50):
            said = {1: counts(null=steps // 10, nonfinite=1, first=3, last=2 * steps - 1)}
            message = counters(steps, said, clipped_steps=steps // 5, lost_rows=2)
            file.message("counters", A, FIRST, steps, message, START + steps)
    with EventFile(tmp_path, 1) as file:
        now = START + 100
        file.table(A, table(A, ["a", "b"], session=(now, 50)), wall_time=now, step=50)
        file.message(
            "counters", A, SECOND, 20, counters(20, {0: counts(zero=4, first=51, last=60)}), now
        )
        file.table(B, table(B, ["c", "b"], session=(now, 50)), wall_time=now + 1, step=50)
        said = {1: counts(nonfinite=7, first=52, last=58)}
        message = counters(30, said, skipped_steps=6, clipped_steps=1, lost_rows=1)
        file.message("counters", B, SECOND, 30, message, now + 1)
    log = tbg.read(tmp_path)
    assert [variable.name for variable in log.variables] == ["c", "b", "a"]
    totals = log.counters
    assert totals.steps.tolist() == [30, 50 + 20 + 30, 50 + 20]
    assert totals.null.tolist() == [0, 5, 0]
    assert totals.zero.tolist() == [0, 0, 4]
    assert totals.nonfinite.tolist() == [0, 1 + 7, 0]
    assert totals.first_step.tolist() == [-1, 3, 51]
    assert totals.last_step.tolist() == [-1, 99, 60]
    assert (totals.clipped_steps, totals.skipped_steps, totals.lost_rows) == (11, 6, 3)
    assert totals.steps.dtype == totals.first_step.dtype == np.int64
    assert [session.start_wall_time for session in log.sessions] == [START, START + 100]
    assert log.notes == ()


def test_the_last_counters_are_those_of_most_steps_in_whatever_file_they_stand(tmp_path):
    for number, steps in enumerate((30, 10)):
        with EventFile(tmp_path, number) as file:
            file.table(A, table(A, ["a"], session=(START, 0)))
            file.message("counters", A, FIRST, steps, counters(steps), START + steps)
    assert tbg.read(tmp_path).counters.steps.tolist() == [30]


@pytest.mark.parametrize(
    ("last", "why"),
    [
        (b"\x32\x7fshort", "Not a Counters message"),
        (counters(99, {2: counts(null=1)}), "Received: a count of variable 2"),
    ],
    ids=["no message", "another table"],
)
def test_counters_that_cannot_be_used_are_said_and_those_before_them_count(tmp_path, last, why):
    with EventFile(tmp_path) as file:
        file.table(A, table(A, ["a", "b"], session=(START, 0)))
        for steps in (5, 10):
            file.message("counters", A, FIRST, steps, counters(steps), START + steps)
        file.message("counters", A, FIRST, 99, last, START + 99)
    log = tbg.read(tmp_path)
    assert log.counters.steps.tolist() == [10, 10]
    (note,) = log.notes
    tag = f"gradient_health/counters/{A}/{FIRST}"
    assert note.startswith(f"The last 1 events of `{tag}` are left out.")
    assert why in note


def test_an_incident_comes_with_its_session_and_the_names_of_its_variables(tmp_path):
    norms = [[1.0, 2.0], [3.0, float("nan")]]
    with EventFile(tmp_path) as file:
        file.table(B, table(B, ["a", "b"], session=(START, 0)), wall_time=START)
        file.message("incident", B, FIRST, 7, incident(7, [1, 4], norms), START + 7)
        file.row(B, 7, START + 7, {"state": np.array([1, 4], np.uint8)})
        now = START + 100
        file.table(A, table(A, ["c", "b"], session=(now, 3)), wall_time=now, step=3)
        file.message("incident", A, SECOND, 5, incident(5, [2, 1], [[0.0, 1.0]]), now)
    log = tbg.read(tmp_path)
    first, second = log.incidents
    assert (first.step, second.step) == (7, 5)
    assert first.variables == ("a", "b")
    assert [log.variables[column].name for column in first.columns] == ["a", "b"]
    assert first.states.tolist() == [1, 4]
    np.testing.assert_array_equal(first.norms, np.float32(norms))
    assert first.session == log.sessions[0]
    assert first.session.start_wall_time == START
    assert second.variables == ("c", "b")
    assert second.session.initial_step == 3
    assert log.notes == ()


def test_an_incident_whose_session_was_not_announced_is_kept(tmp_path):
    with EventFile(tmp_path) as file:
        file.table(A, table(A, ["a"], session=(START, 0)))
        file.message("incident", A, "0123", 7, incident(7, [2], [[0.0]]), START)
    (found,) = tbg.read(tmp_path).incidents
    assert (found.session, found.step) == (None, 7)


@pytest.mark.parametrize(
    ("message", "why"),
    [
        (b"\x1a\x7fshort", "Not a Incident message"),
        (incident(7, [4, 1, 1], [[1.0, 2.0, 3.0]]), "Received: 3 states"),
        (incident(7, [4, 1], [[1.0]]), "Received: 4 bytes for 2 variables"),
    ],
    ids=["no message", "another table", "torn norms"],
)
def test_an_incident_that_cannot_be_used_is_left_out_and_said(tmp_path, message, why):
    with EventFile(tmp_path) as file:
        file.table(A, table(A, ["a", "b"], session=(START, 0)))
        file.message("incident", A, FIRST, 7, message, START)
    log = tbg.read(tmp_path)
    assert log.incidents == ()
    (note,) = log.notes
    assert f"`gradient_health/incident/{A}/{FIRST}`" in note
    assert why in note


@pytest.mark.parametrize("kind", ["counters", "incident"])
def test_a_message_of_a_newer_version_refuses_the_run(tmp_path, kind):
    newer = counters(1, version=2) if kind == "counters" else incident(1, [1], [], version=2)
    with EventFile(tmp_path) as file:
        file.table(A, table(A, ["a"], session=(START, 0)))
        file.message(kind, A, FIRST, 1, newer, START)
    with pytest.raises(UnknownSchemaVersionError, match="schema version 2"):
        tbg.read(tmp_path)


def test_a_message_that_is_a_vector_of_numbers_is_left_out_and_said(tmp_path):
    with EventFile(tmp_path) as file:
        file.table(A, table(A, ["a"], session=(START, 0)))
        value = event_logs.tensor(np.ones(2, np.float32))
        file.values(1, START, {f"gradient_health/counters/{A}/{FIRST}": value})
    (note,) = tbg.read(tmp_path).notes
    assert "must be a scalar string tensor. Received: float32 tensor of shape (2,)" in note
