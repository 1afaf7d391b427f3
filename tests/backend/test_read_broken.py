"""Runs with pieces that cannot be used: the others are read, and these are said."""

import struct

import numpy as np
import pytest

import tb_gradplugin as tbg
from tb_gradplugin.backend.judged_runs import judge_run
from tb_gradplugin.health.thresholds import DEFAULT
from tests import event_logs
from tests.event_logs import START, EventFile, table, tensor

A, B = "aaaaaaaa", "bbbbbbbb"


def ones(variables, **more):
    row = {"l2_norm": np.ones(variables, np.float32), "state": np.ones(variables, np.uint8)}
    return row | more


@pytest.mark.parametrize(
    ("part", "values"),
    [
        ("0", np.ones((3, 32), np.uint8)),
        ("0", np.ones((2, 31), np.uint8)),
        ("0", np.ones((2, 32), np.float32)),
        ("1", np.ones((2, 32), np.uint8)),
    ],
    ids=["variables", "bins", "dtype", "chunk beyond the table"],
)
def test_a_histogram_that_does_not_fit_is_left_out_and_said(tmp_path, part, values):
    with EventFile(tmp_path) as file:
        file.table(A, table(A, ["a", "b"]))
        file.row(A, 0, START, ones(2, **{f"histogram/{part}": values}))
    log = tbg.read(tmp_path)
    assert not log.histograms.any()
    variables = 0 if part == "1" else 2
    (note,) = log.notes
    assert note.startswith(f"1 of 1 events of `gradient_health/histogram/{A}/{part}` are left out:")
    assert note.endswith(f" must be a uint8 matrix of {variables} variables by 32 bins.")


def test_a_scalar_that_is_none_is_left_out_and_said(tmp_path):
    with EventFile(tmp_path) as file:
        file.table(A, table(A, ["a"]))
        file.row(A, 0, START, ones(1, loss=np.ones(1, np.float32)))
        file.row(A, 1, START + 1, ones(1, loss=np.float32(3)))
    log = tbg.read(tmp_path)
    np.testing.assert_array_equal(log["loss"], [np.nan, 3])
    assert log.notes == (
        f"1 of 2 events of `gradient_health/loss/{A}` are left out: each must be a float32 scalar.",
    )


def test_a_value_that_is_no_array_costs_its_event_only(tmp_path):
    torn = tensor(np.ones(2, np.float32))
    torn.tensor_content = b"\0\0\0"
    norm = f"gradient_health/l2_norm/{A}"
    with EventFile(tmp_path) as file:
        file.table(A, table(A, ["a", "b"]))
        file.row(A, 0, START, ones(2))
        for step, value in enumerate([torn, None], 1):
            file.values(step, START + step, {norm: value})
    log = tbg.read(tmp_path)
    assert log["l2_norm"].tolist() == [[1, 1]]
    assert log.notes == (
        f"2 of 3 events of `{norm}` are left out: each must be a float32 vector over 2 variables.",
    )


def two_files(folder):
    """Steps 0 to 9 and, in a second file, 20 to 29; the path of the first one."""
    vectors = {name: np.array([values] * 10) for name, values in ones(2).items()}
    event_logs.write_run(folder, A, ["a", "b"], range(10), vectors)
    more = {"number": 1, "start": START + 50}
    event_logs.write_run(folder, A, ["a", "b"], range(20, 30), vectors, **more)
    return min(folder.iterdir())


def record_starts(content):
    starts = [0]
    while starts[-1] < len(content):
        (length,) = struct.unpack_from("<Q", content, starts[-1])
        starts.append(starts[-1] + 16 + length)
    return starts


def test_a_file_that_is_cut_off_is_read_as_far_as_it_goes_and_said(tmp_path):
    path = two_files(tmp_path)
    path.write_bytes(path.read_bytes()[:-3])
    log = tbg.read(tmp_path)
    assert log.steps.tolist() == [*range(9), *range(20, 30)]
    (note,) = log.notes
    assert note.startswith(f"`{path.name}` is read up to byte ")


@pytest.mark.parametrize("step", range(10))
def test_a_damaged_record_costs_its_row_only_and_is_said(tmp_path, step):
    path = two_files(tmp_path)
    content = bytearray(path.read_bytes())
    starts = record_starts(content)
    # The first record is the version of the format, the second one the table.
    content[starts[2 + step] + 20] ^= 1
    path.write_bytes(content)
    log = tbg.read(tmp_path)
    assert log.steps.tolist() == [*(one for one in range(10) if one != step), *range(20, 30)]
    assert log["l2_norm"].tolist() == [[1, 1]] * 19
    (note,) = log.notes
    assert f"`{path.name}`" in note
    assert judge_run(tmp_path, DEFAULT).rows == 19


def test_rows_without_their_metadata_are_not_taken_for_ours_where_their_table_is_not(tmp_path):
    with EventFile(tmp_path) as file:
        file.table(A, table(A, ["a"]))
        file.row(A, 0, START, ones(1))
        file.values(
            1, START, {f"gradient_health/mean/{B}": tensor(np.ones(1, np.float32))}, plugin=""
        )
    log = tbg.read(tmp_path)
    assert (log.steps.tolist(), log.notes) == ([0], ())


def test_tags_of_other_plugins_and_of_later_releases_are_passed_over_in_silence(tmp_path):
    with EventFile(tmp_path) as file:
        other = {f"gradient_health/mean/{A}": tensor(np.ones(1, np.float32))}
        file.values(0, START, other, plugin="another")
        file.table(A, table(A, ["a"]))
        file.row(A, 0, START, ones(1))
        file.values(0, START, {f"gradient_health/novelty/{A}": tensor(np.ones(1, np.float32))})
    log = tbg.read(tmp_path)
    assert log.notes == ()
    assert np.isnan(log["mean"]).all()


def test_rows_without_a_readable_table_are_left_out_and_said(tmp_path):
    with EventFile(tmp_path) as file:
        file.table(A, table(A, ["a"]))
        file.row(A, 0, START, ones(1))
        file.row(B, 0, START, ones(1))
    log = tbg.read(tmp_path)
    assert len(log.tables) == 1
    (note,) = log.notes
    assert note.startswith(f"All rows that belong to `gradient_health/variables/{B}` are left out")
