"""`MultiWorkerMirroredStrategy`: two real processes with a loop of the user's own."""

import json

import numpy as np
import pytest

from tests.recording import two_workers
from tests.recording.cluster import run_workers
from tests.recording.reading import read


def _trained(repository, logdir, *arguments):
    printed = run_workers(repository, 2, "tests.recording.two_workers", str(logdir), *arguments)
    return [json.loads(each.splitlines()[-1]) for each in printed]


@pytest.mark.parametrize("recorder_in", ["in", "out"])
def test_the_chief_records_its_own_gradients_and_a_step_counts_once(
    tmp_path, repository, recorder_in
):
    workers = _trained(repository, tmp_path, recorder_in)
    norms, variables = two_workers.oracle()
    for worker in workers:
        np.testing.assert_allclose(worker["variables"], variables, rtol=1e-5)
        assert worker["variables"] == worker["without"]
        assert worker["warnings"] == []
    assert len(list(tmp_path.iterdir())) == 1, "the second worker writes nothing in between"
    log = read(tmp_path)
    assert log.steps == list(range(two_workers.STEPS))
    np.testing.assert_allclose([row["l2_norm"] for row in log.rows], norms, rtol=1e-5)
    (messages,) = log.counters.values()
    assert messages[-1].steps == two_workers.STEPS


def test_a_worker_whose_own_gradients_are_sick_says_so_in_a_run_of_its_own(tmp_path, repository):
    sick_step = 5
    workers = _trained(repository, tmp_path, "out", str(sick_step))
    warnings = [warning for worker in workers for warning in worker["warnings"]]
    assert warnings
    assert all(one.startswith("tb_gradplugin: GH203 nonfinite") for one in warnings), warnings
    # What the second worker was fed reached the chief's gradients with the next step only.
    for run, first_step in ((tmp_path, sick_step + 1), (tmp_path / "worker_1", sick_step)):
        log = read(run)
        ((incident,),) = log.incidents.values()
        assert incident.step == first_step
        (messages,) = log.counters.values()
        assert messages[-1].steps == two_workers.STEPS
        for counts in messages[-1].variables.values():
            assert counts.first_step == first_step
            assert counts.nonfinite == two_workers.STEPS - first_step
