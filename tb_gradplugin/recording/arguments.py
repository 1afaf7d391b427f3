"""What recorders are called with: the log folder, and whether to record at all."""

from __future__ import annotations

import os
from typing import Any

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
