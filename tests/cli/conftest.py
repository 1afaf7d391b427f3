"""What tests of several subcommands share."""

import pytest

from tests.cli import check_logs


@pytest.fixture
def logdir(tmp_path):
    """Three runs: a healthy one, one in which a layer vanishes, and one that ends in NaN."""
    folder = tmp_path / "logs"
    check_logs.write(folder / "healthy", check_logs.healthy())
    check_logs.write(folder / "deep" / "vanishing", check_logs.vanishing())
    check_logs.write(folder / "ends in nan", check_logs.nonfinite())
    return folder
