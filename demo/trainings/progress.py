"""How a training tells that a step is done."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import keras


class Progress(keras.callbacks.Callback):
    """Counts the steps of a Keras `fit`; a loop of one's own calls `advance`."""

    def __init__(self, *after_step: Callable[[], None]) -> None:
        super().__init__()
        self._after_step = after_step

    def advance(self) -> None:
        """One step is done."""
        for function in self._after_step:
            function()

    def on_train_batch_end(self, batch: int, logs: Any = None) -> None:  # noqa: ARG002 (Keras's)
        self.advance()
