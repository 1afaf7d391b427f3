"""A small part of what `make faults` does to logs; see the modules beside this one."""

import json
import subprocess
import sys

import pytest

from tests.end_to_end.servers import MODES, data_server_is_available
from tests.faults import injected, long_runs, recorded, sweep, tab

STRIDE, TAB_STRIDE = 97, 499
KILLS = 10


@pytest.fixture(scope="module")
def contents(tmp_path_factory):
    """Of a complete log, and of a second file in which the training restarts at step 6."""
    folder = tmp_path_factory.mktemp("log")
    first = recorded.write_log(folder)
    return first.read_bytes(), recorded.write_log(folder, initial_step=6, steps=5).read_bytes()


@pytest.fixture(scope="module")
def faults(contents):
    return [*injected.of_one_file(contents[0]), *injected.of_two_files(*contents)]


def assert_good(outcomes):
    assert outcomes
    for kind, outcome in outcomes.items():
        assert outcome.is_good, (kind, outcome)


def test_read_gives_every_row_that_is_whole_and_says_what_is_not(tmp_path, faults):
    outcomes = sweep.through_read(tmp_path, injected.sampled(faults, STRIDE))
    assert_good(outcomes)
    assert sum(outcome.rows.read for outcome in outcomes.values()) > 1000


def test_check_counts_every_row_that_is_whole_and_says_what_is_not(tmp_path, faults):
    assert_good(sweep.through_check(tmp_path, injected.sampled(faults, 5 * STRIDE)))


@pytest.mark.parametrize("mode", MODES)
def test_the_tab_shows_every_row_up_to_the_damage_and_says_where_that_is(tmp_path, faults, mode):
    if mode == "data_server" and not data_server_is_available():
        pytest.skip("There is no tensorboard-data-server for this platform.")
    bearable = [fault for fault in faults if fault.kind not in tab.FATAL_KINDS[mode]]
    assert_good(tab.through_tab(tmp_path, injected.sampled(bearable, TAB_STRIDE), mode))


def test_a_flipped_bit_costs_its_record_only(tmp_path, contents):
    assert sweep.through_records(tmp_path / "file", contents[0], stride=509).is_good


def test_every_flushed_row_of_a_killed_training_is_there_bit_for_bit(tmp_path, repository):
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults.killed", str(tmp_path), str(KILLS)],
        cwd=repository,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    found = json.loads(done.stdout.splitlines()[-1])
    assert found["kills"] == KILLS
    assert found["flushed_rows"] > KILLS
    assert (found["lost_rows"], found["invented_rows"], found["altered_files"]) == (0, 0, 0)


def test_a_long_training_writes_the_rows_of_its_schedule_and_counts_every_step(tmp_path):
    found = long_runs.record_steps(tmp_path / "run", 60_000)
    assert (found.rows.lost, found.rows.invented, found.lost_rows) == (0, 0, 0)
    assert (found.rows.read, found.counted_steps, found.notes) == (1104, 60_000, ())
    assert found.log_bytes < 2_000_000
