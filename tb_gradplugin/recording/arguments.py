"""What recorders are called with: the log folder, and whether to record at all."""

from __future__ import annotations

import numbers
import operator
import os
from typing import Any

import numpy as np

DISABLE = "TB_GRADPLUGIN_DISABLE"
"""Environment variable that turns all recording into a no-op when it is set to "1"."""


def is_disabled() -> bool:
    """Whether the environment says that nothing is to be recorded."""
    return os.environ.get(DISABLE, "").strip().lower() not in ("", "0", "false", "no")


def checked_logdir(logdir: Any, caller: str) -> str:
    """The log folder as a string.

    Raises:
      TypeError: it is not a path.
      ValueError: it is empty.
    """
    if not isinstance(logdir, (str, os.PathLike)):
        raise TypeError(
            f"`logdir` must be a path. Received: logdir={logdir!r} of type "
            f"{type(logdir).__name__} in {caller}"
        )
    path = os.fspath(logdir)
    if not isinstance(path, str) or not path:
        raise ValueError(f"`logdir` must be a non-empty path. Received: {logdir!r} in {caller}")
    return path


def checked_step(initial_step: Any) -> int:
    """The number of the first step.

    Raises:
      TypeError: it is not an integer.
      ValueError: it is negative.
    """
    try:
        step = operator.index(initial_step)
    except TypeError:
        step = None
    if step is None or isinstance(initial_step, (bool, np.bool_)):
        raise TypeError(
            f"`initial_step` must be an integer. Received: initial_step={initial_step!r}"
        )
    if step < 0:
        raise ValueError(
            f"`initial_step` must be at least 0. Received: initial_step={initial_step!r}"
        )
    return step


def checked_seconds(flush_seconds: Any) -> float:
    """The most seconds between two writes.

    Raises:
      TypeError: it is not a real number.
      ValueError: it is not above 0.
    """
    if isinstance(flush_seconds, (bool, np.bool_)) or not isinstance(flush_seconds, numbers.Real):
        raise TypeError(
            f"`flush_seconds` must be a number. Received: flush_seconds={flush_seconds!r}"
        )
    seconds = float(flush_seconds)
    if not seconds > 0:
        raise ValueError(
            f"`flush_seconds` must be above 0. Received: flush_seconds={flush_seconds!r}"
        )
    return seconds


def check_flags(**flags: Any) -> None:
    """Refuses what is neither True nor False: a privacy option must not be mistaken in silence.

    Raises:
      TypeError: one is of another kind.
    """
    for name, value in flags.items():
        if not isinstance(value, (bool, np.bool_)):
            raise TypeError(f"`{name}` must be True or False. Received: {name}={value!r}")
