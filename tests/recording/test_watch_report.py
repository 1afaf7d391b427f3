"""What was counted is told when it is news."""

import tensorflow as tf

from tb_gradplugin.recording.tally import Tally
from tb_gradplugin.recording.watch_report import WatchReport
from tb_gradplugin.schema import tags
from tb_gradplugin.schema.states import State


def count(tally: Tally, step: int, state: State) -> None:
    at = tf.constant(step, tf.int64)
    tally.see(tf.constant([1.0]), (False,), at, None)
    tally.note(tf.constant([float(state)]), (False,), at, False)


def kinds(report: WatchReport, all_changes: bool) -> list[str]:
    return [kind for kind, _, _ in report.news(all_changes)]


def test_a_gradient_that_turns_sick_is_told_though_no_row_is_written():
    tally = Tally(1)
    report = WatchReport(tally)
    count(tally, 0, State.PRESENT)
    assert kinds(report, all_changes=True) == [tags.COUNTERS]
    count(tally, 1, State.PRESENT)
    assert kinds(report, all_changes=False) == []
    count(tally, 2, State.ZERO)
    assert kinds(report, all_changes=False) == [tags.COUNTERS, tags.INCIDENT]
    assert kinds(report, all_changes=False) == []
