"""Where the processes of one run of tests find what one of them has made for all."""

import os
import pathlib

import pytest


def of_all_workers(factory: pytest.TempPathFactory) -> pathlib.Path:
    """A folder of the session that all workers of pytest-xdist have in common."""
    own = factory.getbasetemp()
    # The folder of a worker stands in that of the whole session.
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own
