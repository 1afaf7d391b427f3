"""A small part of the load that `make bench-load` puts on a TensorBoard: all answers are right."""

import pytest

from tests.benchmarks import load, many_runs
from tests.end_to_end.servers import MODES, data_server_is_available


@pytest.fixture(scope="module")
def finished(tmp_path_factory):
    logdir = tmp_path_factory.mktemp("finished")
    many_runs.write(logdir, 10, trainings=2)
    return logdir


@pytest.mark.parametrize("mode", sorted(MODES))
def test_tabs_at_once_are_answered_right_while_a_training_writes(finished, mode):
    if mode == "data_server" and not data_server_is_available():
        pytest.skip("There is no tensorboard-data-server for this platform.")
    found = load.measured(finished, mode, tabs=4, trainings=1, seconds=1, pause_seconds=0.2)
    assert found.errors == []
    assert found.served.compared >= 8
    assert set(found.served.seconds) == {
        *("index.js", "runs", "variables", "statistic", "findings", "verdicts", "curves"),
        "histogram",
    }
    assert found.rows > 0
    assert "read by" in str(load.table({mode: found}).columns[0].header)
