"""The folder of the runs: replaced every time, and never somebody else's."""

from __future__ import annotations

import pathlib
import shutil
from collections.abc import Sequence

RUNS = (
    *("sound", "bessel"),
    *("null", "rounding", "branch"),
    *("vanishing", "underflow", "non-finite"),
    *("wrong", "forgotten"),
)
"""Folder of each run, in the order of training: what is well, what is missing or skipped, what
numbers cannot hold, and what custom gradients do. The training stands in a file of that name."""

MARK = "made_by_the_demo.txt"
WEIGHTS = "model.weights.h5"
"""The trained network, beside its event file."""

_MARK_TEXT = "This folder was made by demo/run.py, which replaces it when it runs again.\n"


class ForeignContentError(ValueError):
    """A folder holds what the demo did not put there."""


def make_empty(folder: pathlib.Path, runs: Sequence[str] = RUNS) -> None:
    """Makes the folder, or takes runs out of the one of an earlier demo.

    Raises:
      ForeignContentError: there is something in it that no demo wrote.
    """
    if folder.exists() and not folder.is_dir():
        raise ForeignContentError(f"The log folder must be a folder. Received: {folder}, a file")
    folder.mkdir(parents=True, exist_ok=True)
    entries = sorted(folder.iterdir())
    foreign = [path for path in entries if not _is_ours(path)]
    if entries and not (folder / MARK).is_file():
        foreign = foreign or entries
    if foreign:
        raise ForeignContentError(
            f"The log folder must be empty or made by the demo, which would replace it. Received: "
            f"{folder}, in which there is {foreign[0].relative_to(folder)}"
        )
    # The mark stays until all else is gone, so that an interrupted demo can be replaced as well.
    (folder / MARK).write_text(_MARK_TEXT, encoding="utf-8")
    for run in runs:
        shutil.rmtree(folder / run, ignore_errors=True)


def _is_ours(path: pathlib.Path) -> bool:
    if path.is_symlink():
        return False
    if path.name == MARK:
        return path.is_file()
    return (
        path.name in RUNS
        and path.is_dir()
        and all(
            file.name == WEIGHTS or file.name.startswith("events.out.tfevents.")
            for file in path.iterdir()
        )
    )
