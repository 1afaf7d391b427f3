"""Restarts, seen from one tag."""

import time

import numpy as np
import pytest

from tb_gradplugin.backend.history import LaterSessions, surviving
from tb_gradplugin.schema.records import Session


def kept(steps, wall_times=None, sessions=()):
    steps = np.array(steps, np.int64)
    times = (
        np.arange(len(steps), dtype=float) if wall_times is None else np.array(wall_times, float)
    )
    announced = [Session("", start, first, "") for start, first in sessions]
    return surviving(steps, times, announced).tolist()


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        ([], []),
        ([4], [4]),
        ([0, 1, 2, 3], [0, 1, 2, 3]),
        ([*range(10), *range(5, 15)], [*range(15)]),
        ([*range(10), 5, 6], [0, 1, 2, 3, 4, 5, 6]),
        ([0, 1, 2, 5, 3, 4, 9, 8, 7], [0, 1, 2, 3, 4, 7]),
        ([3, 3, 3], [3]),
        ([-5, -3, 2**62], [-5, -3, 2**62]),
    ],
)
def test_the_steps_kept_are_those_that_the_data_server_was_measured_to_keep(steps, expected):
    assert [steps[i] for i in kept(steps)] == expected


def test_the_rule_equals_a_stack_that_later_rows_pop():
    random = np.random.default_rng(5)
    for _ in range(500):
        steps = random.integers(0, 12, random.integers(0, 30)).tolist()
        stack: list[int] = []
        for i, step in enumerate(steps):
            while stack and steps[stack[-1]] >= step:
                stack.pop()
            stack.append(i)
        assert kept(steps) == stack


def test_applying_the_rule_twice_changes_nothing():
    random = np.random.default_rng(6)
    for _ in range(200):
        steps = random.integers(0, 12, 20)
        times = np.arange(20.0)
        once = np.array(kept(steps, times))
        assert kept(steps[once], times[once]) == list(range(len(once)))


def test_of_equal_steps_the_row_written_last_stays():
    assert kept([1, 2, 2, 2]) == [0, 3]


def test_a_session_replaces_what_was_written_before_it_from_its_first_step_on():
    # Rows at 0 .. 9, then a session from step 5 that has come to step 6 under another table.
    assert kept(range(10), sessions=[(100.0, 5)]) == [0, 1, 2, 3, 4]


def test_a_session_leaves_alone_what_is_written_after_its_start():
    assert kept([0, 1, 5, 6], [1, 2, 10, 11], sessions=[(10.0, 1)]) == [0, 2, 3]


def test_every_session_counts_and_not_only_the_last():
    assert kept(range(10), sessions=[(100.0, 3), (200.0, 8)]) == [0, 1, 2]


def test_files_read_in_the_wrong_order_are_put_right():
    # The second session, steps 5 .. 7, is read before the first, steps 0 .. 9.
    steps = [5, 6, 7, *range(10)]
    times = [100, 101, 102, *range(10)]
    assert [steps[i] for i in kept(steps, times)] == [0, 1, 2, 3, 4, 5, 6, 7]
    assert kept(steps, times)[-3:] == [0, 1, 2]


def test_a_clock_set_back_during_a_training_loses_no_row():
    times = [100, 101, 102, 50, 51, 52]
    assert kept(range(6), times) == [0, 1, 2, 3, 4, 5]


def test_a_clock_that_is_ahead_at_the_first_session_does_not_undo_the_second():
    steps = [*range(10), 5, 6]
    times = [*range(100, 110), 105, 106]
    assert [steps[i] for i in kept(steps, times)] == [0, 1, 2, 3, 4, 5, 6]


def test_the_sessions_that_started_later_are_found_as_if_each_was_asked():
    random = np.random.default_rng(3)
    times = np.array([0.0, 1.0, 1.0, 2.5, np.nan, np.inf, -np.inf, 4.0])
    for _ in range(300):
        announced = [
            Session("", float(random.choice(times)), int(random.choice([-(2**63), -1, 0, 5])), "")
            for _ in range(random.integers(0, 6))
        ]
        later = LaterSessions(announced)
        for then in times:
            steps = [s.initial_step for s in announced if s.start_wall_time > then]
            assert later.first_step(float(then)) == min(steps, default=None)


def test_a_log_may_announce_any_number_of_sessions():
    rows, begun = 100_000, time.process_time()
    sessions = [(float(i), 2 * rows) for i in range(rows)]
    assert kept(range(rows), sessions=sessions) == list(range(rows))
    assert time.process_time() - begun < 5


def test_the_largest_step_of_all_is_kept():
    assert kept([0, 2**63 - 1], sessions=[(-1.0, 0)]) == [0, 1]
