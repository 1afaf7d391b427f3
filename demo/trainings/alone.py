"""Runs one training by itself: `python demo/trainings/<name>.py`."""

from __future__ import annotations

import os
import pathlib
import sys


def main(file: str) -> None:
    """Trains what stands in a file of this folder, says what became of it, and ends the program.

    Its run in the log folder of the demo is replaced, and the others stay.
    """
    path = pathlib.Path(file).resolve()
    sys.path.insert(0, str(path.parents[1]))
    import run

    os.environ.setdefault("DEMO_SERVE", "0")
    sys.exit(run.main(["--only", path.stem.replace("_", "-"), *sys.argv[1:]]))
