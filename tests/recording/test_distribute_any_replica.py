"""Under `MirroredStrategy` a step counts once, and any replica's incident counts."""

import numpy as np
import pytest

from tests.recording import two_replicas
from tests.recording.cluster import run
from tests.recording.reading import read


def _steps(is_sick):
    """The steps on which any replica is."""
    return [i for i, replicas in enumerate(two_replicas.fed()) if any(map(is_sick, replicas))]


@pytest.mark.parametrize("kind", two_replicas.KINDS)
def test_a_step_on_which_any_replica_is_sick_is_counted_once(tmp_path, repository, kind):
    run(repository, "tests.recording.two_replicas", kind, str(tmp_path))
    log = read(tmp_path)
    assert log.steps == list(range(two_replicas.STEPS))
    first = two_replicas.fed()[:, 0]
    np.testing.assert_array_equal(
        [row["nan_count"][0] for row in log.rows], np.isnan(first), "rows are those of the first"
    )

    (messages,) = log.counters.values()
    assert messages[-1].steps == two_replicas.STEPS
    (counts,) = messages[-1].variables.values()
    nonfinite, zero = _steps(np.isnan), _steps(lambda gradient: gradient == 0)
    assert (counts.null, counts.zero, counts.nonfinite) == (0, len(zero), len(nonfinite))
    assert (counts.first_step, counts.last_step) == (nonfinite[0], zero[-1])

    ((incident,),) = log.incidents.values()
    assert incident.step == nonfinite[0]
    assert incident.states.tolist() == [3]
    assert np.isnan(incident.norms[-1, 0])
