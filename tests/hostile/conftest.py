"""Real logs that several tests ask about."""

import pathlib

import pytest

from tests.hostile import recorded_runs


@pytest.fixture(scope="session")
def recorded(tmp_path_factory) -> pathlib.Path:
    """The runs of `recorded_runs`, written by our own recorder."""
    folder = tmp_path_factory.mktemp("recorded")
    recorded_runs.write(folder)
    return folder
