"""Distribution strategies, in processes of their own: devices are set up once in a process."""

import json
import subprocess
import sys

import numpy as np
import pytest

from tests.recording.reading import read


@pytest.mark.parametrize("kind", ["fit", "loop"])
def test_under_mirrored_strategy_a_step_counts_once_and_the_first_replica_is_recorded(
    tmp_path, repository, kind
):
    done = subprocess.run(
        [sys.executable, "-m", "tests.recording.mirrored", kind, str(tmp_path / "run")],
        cwd=repository,
        capture_output=True,
        text=True,
        timeout=280,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    expected = json.loads(done.stdout.splitlines()[-1])
    log = read(tmp_path / "run")
    assert log.steps == list(range(len(expected)))
    for row, norms in zip(log.rows, expected, strict=True):
        np.testing.assert_allclose(row["l2_norm"], norms, rtol=1e-4)
    (messages,) = log.counters.values()
    assert messages[-1].steps == len(expected)
