"""The warning that says what is unhealthy, at the user's own line that is running."""

from __future__ import annotations

import logging
import sys
import warnings
from types import FrameType


class GradientHealthWarning(UserWarning):
    """A gradient is missing or unhealthy; the text says which, by how much, and why."""


def warn(text: str, category: type[Warning] = GradientHealthWarning) -> None:
    """Warns at the innermost line that is the user's, such as the one that calls `fit`.

    Never raises, also where warnings are errors.

    Args:
      text: what is to be said.
      category: of the warning.
    """
    text = f"tb_gradplugin: {text}"
    try:
        frame = _users(sys._getframe(1))
        if frame is None:
            warnings.warn(text, category, stacklevel=2)
            return
        warnings.warn_explicit(
            text,
            category,
            frame.f_code.co_filename,
            frame.f_lineno,
            frame.f_globals.get("__name__"),
            registry=frame.f_globals.setdefault("__warningregistry__", {}),
        )
    except category:
        logging.getLogger("tb_gradplugin").warning(text)


def _users(frame: FrameType | None) -> FrameType | None:
    """The innermost frame of the user's; None where all that runs is of others."""
    # Imported here: a warning is rare, and its name must load nothing.
    from tb_gradplugin.capture.sources.file_owners import Owner, owner

    while frame is not None and owner(frame.f_code.co_filename) is not Owner.USER:
        frame = frame.f_back
    return frame
