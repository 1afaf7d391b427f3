"""`ParameterServerStrategy`: workers that run steps at the same time, with a loop of one's own."""

import json

import numpy as np
import pytest

from tests.recording import parameter_servers
from tests.recording.cluster import run
from tests.recording.reading import read


@pytest.mark.parametrize("recorder_in", ["in", "out", "without", "after"])
def test_every_step_of_every_worker_is_recorded_once(tmp_path, repository, recorder_in):
    printed = run(repository, "tests.recording.parameter_servers", str(tmp_path), recorder_in)
    trained = json.loads(printed.splitlines()[-1])
    kernels, biases, variables = parameter_servers.oracle()
    np.testing.assert_allclose(trained["variables"], variables, rtol=1e-4)
    assert trained["warnings"] == []
    if recorder_in == "without":
        return
    log = read(tmp_path)
    assert log.steps == list(range(parameter_servers.STEPS))
    (messages,) = log.counters.values()
    assert messages[-1].steps == parameter_servers.STEPS

    # Which worker is faster is not known, so the rows are told by the mean of their batch.
    means = [parameter_servers.batch(s)[0].mean() for s in range(parameter_servers.STEPS)]
    for row in log.rows:
        batch = int(np.argmin(np.abs(np.array(means) - row["loss"])))
        means[batch] = np.inf
        gradients = kernels[batch], biases[batch]
        for statistic, expected in {
            "l2_norm": np.linalg.norm,
            "max_abs": lambda g: np.abs(g).max(),
            "mean": np.mean,
        }.items():
            np.testing.assert_allclose(
                row[statistic], list(map(expected, gradients)), rtol=1e-5, atol=1e-7
            )
        # What one worker changed cannot be told from what others did meanwhile.
        assert "update_ratio" not in row.values
