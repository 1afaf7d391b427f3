"""The most memory that a training takes, as a program of its own for each training.

python -m tests.benchmarks.peak_memory NETWORK ARM    prints MB
"""

from __future__ import annotations

import os
import pathlib
import subprocess
import sys
import tempfile

STEPS = 20

_ROOT = pathlib.Path(__file__).resolve().parents[2]


def megabytes(network: str, arm: str) -> float:
    """The peak resident memory of a process that trains the network for some steps.

    Raises:
      RuntimeError: the process failed.
    """
    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.peak_memory", network, arm],
        cwd=_ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"The training must run to its end. Received: {done.stderr}")
    return float(done.stdout.split()[-1])


def _train(network: str, arm: str) -> None:
    from tests.benchmarks.arms import ARMS
    from tests.benchmarks.networks import NETWORKS

    with tempfile.TemporaryDirectory() as folder:
        logdir = pathlib.Path(folder)
        chosen = NETWORKS[network]
        chosen.model(ARMS[arm].optimizer(logdir)).fit(
            chosen.batches(),
            steps_per_epoch=STEPS,
            epochs=1,
            verbose=0,
            shuffle=False,
            callbacks=ARMS[arm].callbacks(logdir),
        )


def of_this_process() -> float:
    """The most resident memory that this process has had so far, in MB."""
    status = pathlib.Path("/proc/self/status")
    if status.exists():
        # On Linux `getrusage` also counts the process that started this one.
        fields = dict(line.split(":", 1) for line in status.read_text().splitlines())
        return int(fields["VmHWM"].split()[0]) * 1024 / 1e6
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6


if __name__ == "__main__":
    os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
    _train(*sys.argv[1:])
    sys.stdout.write(f"{of_this_process():.1f}\n")
