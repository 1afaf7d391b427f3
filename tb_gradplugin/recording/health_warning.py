"""The warning that says what is unhealthy."""

from __future__ import annotations

import logging
import warnings


class GradientHealthWarning(UserWarning):
    """A gradient is missing or unhealthy; the text says which, by how much, and why."""


def warn(text: str) -> None:
    """Never raises, also where warnings are errors."""
    try:
        warnings.warn(f"tb_gradplugin: {text}", GradientHealthWarning, stacklevel=2)
    except GradientHealthWarning:
        logging.getLogger("tb_gradplugin").warning(text)
