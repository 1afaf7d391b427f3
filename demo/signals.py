"""Ctrl-C and its kin."""

from __future__ import annotations

import signal

_NAMES = ("SIGINT", "SIGTERM", "SIGHUP")


class Signals:
    """Listens from its making on for signals that ask the program to end.

    Attributes:
      received: whether there was one.
      interrupt: whether a signal raises KeyboardInterrupt where it arrives, or is only noted.
    """

    def __init__(self) -> None:
        self.received = False
        self.interrupt = True
        for name in _NAMES:
            if hasattr(signal, name):
                signal.signal(getattr(signal, name), self._receive)

    def check(self) -> None:
        """Raises KeyboardInterrupt if there was a signal.

        Python loses one that arrives while an object is being freed, and freeing what TensorFlow
        has traced takes a while.
        """
        if self.received:
            raise KeyboardInterrupt

    def _receive(self, *_: object) -> None:
        self.received = True
        if self.interrupt:
            raise KeyboardInterrupt
