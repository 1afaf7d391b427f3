"""Searches in objects of the user's program, whose failure an explanation survives."""

from __future__ import annotations

import logging
from types import TracebackType

from tb_gradplugin.capture.sources import file_owners

_logger = logging.getLogger(__name__)


class Contained:
    """Ends a search at its first exception, and the explanation goes on without it.

    The program's own objects may refuse to be looked at, and its code to be traced; that is no
    defect. What is raised by this package alone is one: it is logged, and fails our own tests.

    Args:
      search: what is looked for, for the log.
    """

    def __init__(self, search: str):
        self._search = search

    def __enter__(self) -> None:
        """Begins the search."""

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> bool:
        """Ends it; what is no `Exception`, such as Ctrl-C, goes on its way."""
        if not isinstance(error, Exception):
            return False
        if not _is_foreign(traceback):
            _logger.debug("The search for %s failed.", self._search, exc_info=error)
        return True


def _is_foreign(traceback: TracebackType | None) -> bool:
    """Whether an exception came through code of others than this package and Python itself."""
    while traceback is not None:
        if not file_owners.is_own_or_pythons(traceback.tb_frame.f_code.co_filename):
            return True
        traceback = traceback.tb_next
    return False
