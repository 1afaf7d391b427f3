"""Logs that no writer of ours writes: nothing fails, and what is left out is said."""

import numpy as np
import pytest

from tb_gradplugin.backend import matrices
from tb_gradplugin.backend.matrices import OversizedRunError
from tb_gradplugin.backend.runs import UnknownNameError, UnlistableRunError
from tb_gradplugin.schema.states import Status
from tb_gradplugin.schema.version import UnknownSchemaVersionError
from tests import event_logs
from tests.event_logs import EventFile, string_tensor, table, tensor

A, B = "aaaaaaaa", "bbbbbbbb"
NORM = f"gradient_health/l2_norm/{A}"


def good_row(file, step=0, digest=A, variables=2):
    vectors = {
        "l2_norm": np.ones(variables, np.float32),
        "state": np.ones(variables, np.uint8),
    }
    file.row(digest, step, event_logs.START + step, vectors)


@pytest.mark.parametrize(
    "value",
    [
        tensor(np.ones(3, np.float32)),
        tensor(np.ones(0, np.float32)),
        tensor(np.ones((2, 1), np.float32)),
        tensor(np.ones((), np.float32)),
        tensor(np.ones(2, np.float64)),
        tensor(np.ones(2, np.float16)),
        tensor(np.ones(2, np.int32)),
        string_tensor(b"a", b"b", scalar=False),
    ],
    ids=["long", "empty", "matrix", "scalar", "float64", "float16", "int32", "strings"],
)
def test_a_vector_that_does_not_fit_its_table_is_left_out_and_said(tmp_path, queries, scope, value):
    with EventFile(tmp_path / "r") as file:
        file.table(A, table(A, ["a", "b"]))
        good_row(file, 0)
        file.values(1, event_logs.START + 1, {NORM: value})
        good_row(file, 2)
    asked = queries(tmp_path)
    matrix = asked.statistic(scope, "r", "l2_norm")
    np.testing.assert_array_equal(matrix.steps, [0, 2])
    np.testing.assert_array_equal(matrix.values, np.ones((2, 2)))
    (summary,) = asked.runs(scope)
    assert summary.problem is None
    assert summary.notes == (
        f"1 of 3 events of `{NORM}` are left out: each must be a float32 vector over 2 variables.",
    )


def test_a_state_of_float_is_left_out_and_said(tmp_path, queries, scope):
    with EventFile(tmp_path / "r") as file:
        file.table(A, table(A, ["a", "b"]))
        file.row(A, 0, event_logs.START, {"state": np.ones(2, np.float32)})
    asked = queries(tmp_path)
    assert asked.statistic(scope, "r", "status").values.shape == (0, 2)
    (summary,) = asked.runs(scope)
    assert (summary.problem, summary.last_step) == (None, None)
    assert "must be a uint8 vector over 2 variables" in summary.notes[0]


def test_a_vector_that_does_not_fit_is_still_a_sign_of_a_restart(tmp_path, queries, scope):
    with EventFile(tmp_path / "r") as file:
        file.table(A, table(A, ["a", "b"]))
        for step in range(5):
            good_row(file, step)
        file.values(2, event_logs.START + 9, {NORM: tensor(np.ones(7, np.float32))})
    matrix = queries(tmp_path).statistic(scope, "r", "l2_norm")
    np.testing.assert_array_equal(matrix.steps, [0, 1])


def test_a_tensor_that_is_no_array_costs_its_event_only(tmp_path, queries, scope):
    torn = tensor(np.ones(2, np.float32))
    torn.tensor_content = b"\0\0\0"
    with EventFile(tmp_path / "r") as file:
        file.table(A, table(A, ["a", "b"]))
        good_row(file, 0)
        file.values(1, event_logs.START + 1, {NORM: torn})
    asked = queries(tmp_path)
    assert asked.statistic(scope, "r", "l2_norm").values.tolist() == [[1, 1]]
    assert asked.statistic(scope, "r", "status").values.tolist() == [[Status.OK, Status.OK]]
    (summary,) = asked.runs(scope)
    assert summary.notes == (
        f"1 of 2 events of `{NORM}` are left out: each must be a float32 vector over 2 variables.",
    )


@pytest.mark.parametrize(
    "value",
    [string_tensor(b"\xff\xff"), string_tensor(b"a", b"b", scalar=False), tensor(np.ones(0))],
    ids=["no message", "several strings", "numbers"],
)
def test_a_run_without_a_readable_table_is_listed_with_its_problem(tmp_path, queries, scope, value):
    with EventFile(tmp_path / "r") as file:
        file.values(0, 1.0, {f"gradient_health/variables/{A}": value})
        good_row(file)
    asked = queries(tmp_path)
    (summary,) = asked.runs(scope)
    assert summary.problem == (
        "Nothing of this run can be shown: it must have a readable variable table."
    )
    assert len(summary.notes) == 2
    assert asked.variables(scope, "r") == ()
    assert asked.statistic(scope, "r", "status").values.shape == (0, 0)


def test_rows_without_a_table_are_left_out_and_said(tmp_path, queries, scope):
    with EventFile(tmp_path / "r") as file:
        file.table(A, table(A, ["a", "b"]))
        good_row(file)
        good_row(file, digest=B)
    asked = queries(tmp_path)
    assert asked.statistic(scope, "r", "l2_norm").values.shape == (1, 2)
    (summary,) = asked.runs(scope)
    (note,) = summary.notes
    assert note == (
        f"All rows that belong to `gradient_health/variables/{B}` are left out: "
        "it must be readable."
    )


def test_a_tag_of_a_later_release_is_passed_over_in_silence(tmp_path, queries, scope):
    with EventFile(tmp_path / "r") as file:
        file.table(A, table(A, ["a", "b"]))
        good_row(file)
        for tag in (f"gradient_health/findings/{A}", "gradient_health", "x", f"{NORM}/more"):
            file.values(0, 1.0, {tag: tensor(np.ones(2, np.float32))})
    (summary,) = queries(tmp_path).runs(scope)
    assert (summary.problem, summary.notes, summary.variables) == (None, (), 2)


def test_a_tag_whose_content_is_no_message_is_left_out_and_said(tmp_path, queries, scope):
    with EventFile(tmp_path / "r") as file:
        file.table(A, table(A, ["a", "b"]))
        file.values(0, 1.0, {NORM: tensor(np.ones(2, np.float32))}, plugin_content=b"\xff\xff\xff")
    (summary,) = queries(tmp_path).runs(scope)
    assert summary.problem is None
    assert summary.notes[0].startswith(f"`{NORM}` is left out. Not a TagContent message")


@pytest.mark.parametrize("where", ["tag", "table", "another tag"])
def test_a_run_of_a_newer_version_is_listed_and_everything_else_refused(
    tmp_path, queries, scope, where
):
    with EventFile(tmp_path / "r") as file:
        file.table(A, table(A, ["a", "b"], version=7 if where == "table" else 1))
        good_row(file)
        if where != "table":
            tag = f"gradient_health/l2_norm/{B}" if where == "tag" else "gradient_health/novelty"
            value = tensor(np.ones(2, np.float32))
            content = event_logs.content(version=7)
            file.values(0, 1.0, {tag: value}, plugin_content=content)
    asked = queries(tmp_path)
    (summary,) = asked.runs(scope)
    assert "newer tb-gradplugin: schema version 7" in summary.problem
    for question in (asked.variables, lambda *about: asked.statistic(*about, "status")):
        with pytest.raises(UnknownSchemaVersionError, match="schema version 7"):
            question(scope, "r")


def test_a_tag_without_any_version_refuses_the_run(tmp_path, queries, scope):
    with EventFile(tmp_path / "r") as file:
        file.table(A, table(A, ["a", "b"]))
        file.values(0, 1.0, {NORM: tensor(np.ones(2, np.float32))}, plugin_content=b"")
    (summary,) = queries(tmp_path).runs(scope)
    assert "without a schema version" in summary.problem


def test_a_tag_without_any_value_costs_its_run_and_no_other(tmp_path, queries, scope):
    for run in ("good", "hollow"):
        with EventFile(tmp_path / run) as file:
            file.table(A, table(A, ["a", "b"]))
            good_row(file)
            if run == "hollow":
                file.values(0, 1.0, {f"gradient_health/std/{A}": None})
    asked = queries(tmp_path)
    good, hollow = asked.runs(scope)
    assert (good.problem, good.last_step) == (None, 0)
    assert hollow.problem == str(UnlistableRunError())
    assert asked.statistic(scope, "good", "l2_norm").values.shape == (1, 2)
    for question in (asked.variables, lambda *about: asked.statistic(*about, "l2_norm")):
        with pytest.raises(UnlistableRunError):
            question(scope, "hollow")
        with pytest.raises(UnknownNameError):
            question(scope, "absent")


def test_states_of_a_later_release_are_not_judged(tmp_path, queries, scope):
    with EventFile(tmp_path / "r") as file:
        file.table(A, table(A, ["a", "b"]))
        file.row(A, 0, 1.0, {"state": np.array([200, 1], np.uint8)})
    values = queries(tmp_path).statistic(scope, "r", "status").values
    np.testing.assert_array_equal(values, [[Status.NOT_RECORDED, Status.OK]])


def test_times_that_are_no_numbers_do_no_harm(tmp_path, queries, scope):
    with EventFile(tmp_path / "r") as file:
        file.table(A, table(A, ["a"], session=(np.nan, 0)))
        for step, wall_time in enumerate([1.0, np.nan, np.inf]):
            file.row(A, step, wall_time, {"state": np.ones(1, np.uint8)})
    asked = queries(tmp_path)
    np.testing.assert_array_equal(asked.statistic(scope, "r", "status").steps, [0, 1, 2])
    (summary,) = asked.runs(scope)
    assert (summary.last_step, summary.last_wall_time) == (2, None)


def test_a_run_of_no_variables_has_rows_without_cells(tmp_path, queries, scope):
    with EventFile(tmp_path / "r") as file:
        file.table(A, table(A, []))
        file.row(A, 3, 1.0, {"state": np.ones(0, np.uint8), "l2_norm": np.ones(0, np.float32)})
    asked = queries(tmp_path)
    assert asked.statistic(scope, "r", "l2_norm").values.shape == (1, 0)
    assert asked.statistic(scope, "r", "status").values.shape == (1, 0)
    assert asked.runs(scope)[0].last_step == 3


def test_steps_of_any_size_are_kept_apart(tmp_path, queries, scope):
    steps = [-(2**62), -1, 0, 2**53, 2**53 + 1, 2**62]
    states = np.ones((len(steps), 1), np.uint8)
    event_logs.write_run(tmp_path / "r", A, ["a"], steps, {"state": states})
    assert queries(tmp_path).statistic(scope, "r", "status").steps.tolist() == steps


def test_lists_of_variables_that_are_too_large_side_by_side_cost_their_run_and_no_other(
    tmp_path, queries, scope, monkeypatch
):
    for run, digests in {"good": [A], "large": [A, B]}.items():
        with EventFile(tmp_path / run) as file:
            for digest in digests:
                file.table(digest, table(digest, [f"{digest}/{place}" for place in range(9)]))
                for step in range(9):
                    good_row(file, step, digest, 9)
    monkeypatch.setattr(matrices, "MOST_BYTES", 9 * 18 - 1)
    asked = queries(tmp_path)
    good, large = asked.runs(scope)
    assert (good.problem, good.last_step) == (None, 8)
    assert large.problem == (
        "All steps by all variables of a run must fit into 0 MiB. "
        "Received: 9 steps and 18 variables"
    )
    assert len(asked.variables(scope, "large")) == 18
    with pytest.raises(OversizedRunError, match="9 steps and 18 variables"):
        asked.statistic(scope, "large", "status")
