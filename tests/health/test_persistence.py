"""What lasts, beside an oracle that looks at every window by itself."""

import numpy as np
import pytest

from tb_gradplugin.health.persistence import Persistence


def oracle(holds: np.ndarray, window: int, share: float) -> tuple[list[int], list[bool]]:
    """First row of what lasted (-1: never), and whether it lasts at the end, one cell at a time."""
    firsts, lasts = [], []
    for column in holds.T.tolist():
        first, enough = -1, False
        for end in range(1, len(column) + 1):
            begin = max(0, end - window)
            enough = sum(column[begin:end]) >= share * window - 1e-6
            if enough and first < 0:
                first = begin + column[begin:end].index(True)
        firsts.append(first)
        lasts.append(enough)
    return firsts, lasts


@pytest.mark.parametrize("seed", range(40))
def test_it_is_what_every_window_by_itself_says_in_whatever_blocks_the_rows_come(seed):
    random = np.random.default_rng(seed)
    rows, window = int(random.integers(1, 80)), int(random.integers(2, 12))
    share = float(random.choice([0.5, 0.8, 1.0]))
    chances = random.random(5)
    holds = random.random((rows, 5)) < chances
    measured = random.random((rows, 5)).astype(np.float32)
    steps = 3 * np.arange(rows)

    condition = Persistence(5, window, share)
    cuts = np.unique(random.integers(0, rows + 1, 4))
    for some in np.split(np.arange(rows), cuts):
        if len(some):
            condition.see(steps[some], holds[some], measured[some])

    firsts, lasts = oracle(holds, window, share)
    assert condition.first_step.tolist() == [3 * first if first >= 0 else -1 for first in firsts]
    assert condition.lasts.tolist() == lasts
    assert condition.rows.tolist() == holds.sum(axis=0).tolist()
    assert condition.of_rows == rows
    last = [max(np.flatnonzero(column), default=None) for column in holds.T]
    assert condition.last_step.tolist() == [-1 if row is None else 3 * row for row in last]
    worst = [measured[column, i].max(initial=-1) for i, column in enumerate(holds.T)]
    assert np.nan_to_num(condition.extreme, nan=-1).tolist() == worst


def test_the_smallest_is_the_worst_where_that_is_asked_for():
    condition = Persistence(1, 2, 1.0, np.fmin)
    condition.see(np.arange(3), np.full((3, 1), True), np.array([[3], [1], [2]], np.float32))
    assert condition.extreme.tolist() == [1]
