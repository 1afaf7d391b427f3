"""Trains what has not been trained yet, in processes of its own; `folder` keeps the logs.

python -m tests.benchmarks.judgement.recorded FOLDER PART PARTS     one part of all cases
"""

from __future__ import annotations

import argparse
import os
import pathlib
import shutil
import subprocess
import sys
import time
import traceback
from collections.abc import Iterable

from tests.benchmarks.judgement import family
from tests.benchmarks.judgement.outcome import OUTCOME

_ROOT = pathlib.Path(__file__).resolve().parents[3]
_SILENT = {"TF_CPP_MIN_LOG_LEVEL": "3", "CUDA_VISIBLE_DEVICES": "-1", "KERAS_BACKEND": "tensorflow"}


def missing(folder: pathlib.Path) -> list[family.Case]:
    """The cases that are not in the folder."""
    return [case for case in family.everything() if not (folder / case.folder / OUTCOME).exists()]


def record(folder: pathlib.Path, processes: int) -> None:
    """Trains all that is missing, in so many processes at once.

    Raises:
      RuntimeError: one of them failed.
    """
    if not missing(folder):
        return
    environment = {**os.environ, **_SILENT, "TF_NUM_INTRAOP_THREADS": "1"}
    environment.pop("TB_GRADPLUGIN_DISABLE", None)
    module = "tests.benchmarks.judgement.recorded"
    started = [
        subprocess.Popen(
            [sys.executable, "-m", module, str(folder), str(part), str(processes)],
            cwd=_ROOT,
            env=environment,
        )
        for part in range(processes)
    ]
    codes = [process.wait() for process in started]
    if any(codes):
        raise RuntimeError(f"Every training must run to its end. Received: exit codes {codes}")


def _train(cases: Iterable[family.Case], folder: pathlib.Path) -> bool:
    """Whether all of them ran to their end; one that does not keeps none from its turn."""
    from tests.benchmarks.judgement import training

    failed = False
    for case in cases:
        place = folder / case.folder
        shutil.rmtree(place, ignore_errors=True)
        start = time.monotonic()
        try:
            training.train(case.plan, case.seed, place)
        except Exception:
            failed = True
            traceback.print_exc()
        sys.stderr.write(f"{time.monotonic() - start:5.1f} s  {case.folder}\n")
    return not failed


def main() -> int:
    """Trains one part; returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("part", type=int)
    parser.add_argument("parts", type=int)
    parser.add_argument("--only", default="", help="only cases whose folder has this in its name")
    options = parser.parse_args()
    # Neighbours are alike, and the parts should take about as long.
    mine = {case.folder for case in family.everything()[options.part :: options.parts]}
    wanted = [case for case in missing(options.folder) if case.folder in mine]
    wanted = [case for case in wanted if options.only in case.folder]
    return 0 if _train(wanted, options.folder) else 1


if __name__ == "__main__":
    sys.exit(main())
