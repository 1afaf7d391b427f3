"""What the times of rows tell of the writers of a run."""

import pytest
from tensorboard.compat.proto import event_pb2

from tb_gradplugin.backend.row_times import RowTimes
from tests.event_logs import START


def event(wall_time, digest="aaaaaaaa", kind="state"):
    made = event_pb2.Event(step=1, wall_time=START + wall_time)
    made.summary.value.add(tag=f"gradient_health/{kind}/{digest}")
    return made.SerializeToString()


def seen(*rows):
    times = RowTimes()
    for file_name, *about in rows:
        times.see(file_name, event(*about))
    return times.sentences()


def test_two_files_of_the_same_time_are_two_writers():
    (sentence,) = seen(("b", 3), ("a", 0), ("a", 5), ("b", 9))
    assert sentence == (
        "`b` was begun before `a` was finished: a run must have one writer at a time. Rows of the "
        "latter are left out where the former has the same step or an earlier one."
    )


@pytest.mark.parametrize(
    "rows",
    [
        [("a", 0), ("a", 5), ("b", 5), ("b", 9)],
        [("b", 0), ("b", 5), ("a", 6), ("a", 9)],
        [("a", 0), ("a", 5), ("b", 1, "bbbbbbbb"), ("b", 9, "bbbbbbbb")],
        [("a", 0), ("a", 5), ("b", 1, "aaaaaaaa", "counters")],
        [],
    ],
    ids=["one after the other", "in another order", "other variables", "no rows", "nothing"],
)
def test_files_that_follow_each_other_or_have_other_variables_are_not(rows):
    assert seen(*rows) == []
