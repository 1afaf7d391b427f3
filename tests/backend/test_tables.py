"""Variable tables of one run, merged."""

import numpy as np
import pytest

from tb_gradplugin.backend.tables import Announcement, lay_out
from tb_gradplugin.schema.records import VariableRecord
from tb_gradplugin.schema.version import UnknownSchemaVersionError
from tests import event_logs

A, B, C = "aaaaaaaa", "bbbbbbbb", "cccccccc"


def announced(wall_time, digest, names, **options):
    content = np.array(event_logs.table(digest, names, **options), object)
    return Announcement(wall_time, content)


def names(layout):
    return [variable.name for variable in layout.variables]


def test_one_table_keeps_its_order_and_says_all_that_was_written():
    layout = lay_out({A: [announced(1, A, ["b/kernel", "a/bias"], shape=(64, 32))]})
    assert layout.variables == (
        VariableRecord("b/kernel", (64, 32), "float32", "b"),
        VariableRecord("a/bias", (64, 32), "float32", "a"),
    )
    np.testing.assert_array_equal(layout.columns[A], [0, 1])
    assert layout.notes == ()


def test_the_table_announced_last_comes_first_and_older_variables_after_it():
    layout = lay_out(
        {
            A: [announced(2, A, ["x", "w"])],
            B: [announced(3, B, ["y", "x"])],
            C: [announced(1, C, ["z", "w", "y"])],
        }
    )
    assert names(layout) == ["y", "x", "w", "z"]
    assert {digest: columns.tolist() for digest, columns in layout.columns.items()} == {
        B: [0, 1],
        A: [1, 2],
        C: [3, 2, 0],
    }


def test_a_table_announced_again_counts_as_announced_last():
    layout = lay_out(
        {A: [announced(1, A, ["x"]), announced(9, A, ["x"])], B: [announced(5, B, ["y"])]}
    )
    assert names(layout) == ["x", "y"]


def test_a_variable_of_several_tables_is_described_by_the_newest():
    layout = lay_out(
        {A: [announced(1, A, ["x"], shape=(1,))], B: [announced(2, B, ["x"], shape=(2,))]}
    )
    assert [variable.shape for variable in layout.variables] == [(2,)]


def test_the_sessions_of_all_announcements_are_collected():
    layout = lay_out(
        {
            A: [announced(1, A, ["x"], session=(1.0, 0)), announced(3, A, ["x"], session=(3.0, 7))],
            B: [announced(2, B, ["y"], session=(2.0, 5)), announced(4, B, ["y"])],
        }
    )
    found = sorted((session.start_wall_time, session.initial_step) for session in layout.sessions)
    assert found == [(1.0, 0), (2.0, 5), (3.0, 7)]


@pytest.mark.parametrize(
    "content",
    [
        np.array(b"\xff\xff\xff", object),
        np.array([event_logs.table(A, ["x"])], object),
        np.zeros(0, np.float32),
        np.array("text", object),
    ],
    ids=["no message", "a vector", "numbers", "text"],
)
def test_what_is_no_table_is_left_out_and_said(content):
    layout = lay_out({A: [Announcement(1, content)], B: [announced(1, B, ["y"])]})
    assert names(layout) == ["y"]
    assert list(layout.columns) == [B]
    assert len(layout.notes) == 1
    assert f"1 of 1 events of `gradient_health/variables/{A}` cannot be read." in layout.notes[0]


def test_one_readable_announcement_is_enough_for_a_table():
    broken = Announcement(2, np.array(b"\xff", object))
    layout = lay_out({A: [announced(1, A, ["x"], session=(1.0, 0)), broken]})
    assert names(layout) == ["x"]
    assert len(layout.sessions) == 1
    assert "1 of 2 events" in layout.notes[0]


def test_a_table_whose_names_are_not_unique_is_left_out_and_said():
    layout = lay_out({A: [announced(1, A, ["x", "x"])]})
    assert (layout.variables, layout.columns) == ((), {})
    assert "must be unique" in layout.notes[0]


def test_a_table_without_variables_is_a_table():
    layout = lay_out({A: [announced(1, A, [])]})
    assert layout.columns[A].shape == (0,)
    assert layout.notes == ()


@pytest.mark.parametrize("version", [0, 2, 2**31])
def test_a_table_of_another_version_refuses_the_whole_run(version):
    with pytest.raises(UnknownSchemaVersionError, match=str(version)):
        lay_out({A: [announced(1, A, ["x"]), announced(2, A, ["x"], version=version)]})
