"""Running the user's program once more without its saying everything once more."""

from __future__ import annotations

import contextlib
import warnings
from collections.abc import Iterator

import tensorflow as tf


@contextlib.contextmanager
def silenced() -> Iterator[None]:
    """Drops warnings: what the program warns about it has warned about when it ran plainly."""
    logger = tf.get_logger()
    level = logger.level
    logger.setLevel("ERROR")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logger.setLevel(level)
