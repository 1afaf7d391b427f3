"""Trainings that run in turn, a block of steps at a time, each of them one long `fit`.

A `fit` of its own for each block would be timed with its start and its end, which a
long training does not have. So every training has a thread in which its `fit` never ends, and
which sleeps while it is not its turn: one training runs at a time, and the clocks are read in
its own thread, after its other callbacks have had theirs.
"""

from __future__ import annotations

import dataclasses
import threading
import time
from collections.abc import Callable

import keras


@dataclasses.dataclass(frozen=True)
class Block:
    """What a block of steps took, all of it included.

    Attributes:
      seconds: by the clock on the wall.
      cpu_seconds: of all threads of the process.
    """

    seconds: float
    cpu_seconds: float


class Border(keras.callbacks.Callback):
    """Sleeps at the border of blocks; must be the last callback, so that the others are timed."""

    def __init__(self, steps: int) -> None:
        super().__init__()
        self._steps = steps
        self._turn = threading.Semaphore(0)
        self._done = threading.Semaphore(0)
        self._ending = False
        self._block = Block(0.0, 0.0)

    def wait_for_turn(self) -> bool:
        """Sleeps, then starts the clocks; False where the training is to end."""
        self._turn.acquire()
        self._left = self._steps
        self._cpu_start, self._start = time.process_time(), time.perf_counter()
        return not self._ending

    def on_train_batch_end(self, batch, logs=None):  # noqa: ARG002 (Keras's)
        self._left -= 1
        if self._left:
            return
        self._block = Block(
            time.perf_counter() - self._start, time.process_time() - self._cpu_start
        )
        self.give_turn_back()
        self.model.stop_training = not self.wait_for_turn()

    def give_turn_back(self) -> None:
        self._done.release()

    def run_block(self) -> Block:
        """Called by the thread that hands out the turns: lets one block run."""
        self._turn.release()
        self._done.acquire()
        return self._block

    def end(self) -> None:
        self._ending = True
        self._turn.release()


class Training:
    """One `fit` in a thread of its own."""

    def __init__(self, fit: Callable[[Border], object], steps: int) -> None:
        """Nothing runs before the first block.

        Args:
          fit: runs a `fit` without end whose last callback is the one that it is given.
          steps: in a block.
        """
        self._fit = fit
        self._border = Border(steps)
        self._error: BaseException | None = None
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def run_block(self) -> Block:
        """Runs the next block of steps, while the caller waits.

        Raises:
          RuntimeError: the training ended with an exception.
        """
        block = self._border.run_block()
        if self._error is not None:
            raise RuntimeError("The training must run to its end.") from self._error
        return block

    def end(self) -> None:
        """Ends the `fit`, with all that its callbacks do at its end."""
        self._border.end()
        self._thread.join()

    def _run(self) -> None:
        try:
            if self._border.wait_for_turn():
                self._fit(self._border)
        except BaseException as error:
            self._error = error
            self._border.give_turn_back()
