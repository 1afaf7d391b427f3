"""The entry point."""

import argparse
import importlib.metadata
import subprocess
import sys

import pytest
from tensorboard.plugins import base_plugin

from tb_gradplugin.backend.loader import GradientHealthLoader


def test_tensorboard_finds_the_loader_by_its_entry_point():
    (entry,) = importlib.metadata.entry_points(group="tensorboard_plugins", name="gradient_health")
    assert entry.load() is GradientHealthLoader


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (None, {"gradient_health": 1000}),
        ({}, {"gradient_health": 1000}),
        ({"scalars": 5}, {"scalars": 5, "gradient_health": 1000}),
        ({"gradient_health": 7}, {"gradient_health": 7}),
        ({"gradient_health": 0}, {"gradient_health": 0}),
    ],
)
def test_a_thousand_steps_are_kept_unless_the_user_says_otherwise(given, expected):
    flags = argparse.Namespace(samples_per_plugin=given)
    GradientHealthLoader().fix_flags(flags)
    assert flags.samples_per_plugin == expected


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (None, "--checksum"),
        ("", "--checksum"),
        ("-vv", "-vv --checksum"),
        ("--checksum", "--checksum"),
        ("--no-checksum", "--no-checksum"),
    ],
)
def test_the_data_server_compares_checksums_unless_the_user_says_otherwise(given, expected):
    flags = argparse.Namespace(extra_data_server_flags=given)
    GradientHealthLoader().fix_flags(flags)
    assert flags.extra_data_server_flags == expected


def test_flags_that_know_no_samples_get_them():
    flags = argparse.Namespace()
    GradientHealthLoader().fix_flags(flags)
    assert flags.samples_per_plugin == {"gradient_health": 1000}


def test_without_a_data_provider_there_is_no_tab_and_one_line_says_so(caplog):
    context = base_plugin.TBContext(data_provider=None)
    with caplog.at_level("WARNING", logger="tensorboard"):
        assert GradientHealthLoader().load(context) is None
    assert len(caplog.records) == 1


def test_loading_the_entry_point_imports_nothing_that_can_fail():
    program = (
        "import sys\n"
        "from tensorboard import main\n"
        "before = set(sys.modules)\n"
        "import tb_gradplugin.backend.loader\n"
        "print(*sorted(set(sys.modules) - before))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    foreign = [name for name in done.stdout.split() if not name.startswith("tb_gradplugin")]
    assert foreign == []
    assert "tb_gradplugin.backend.loader" in done.stdout
    assert "pb2" not in done.stdout
