"""The targets that the README names, and what they say where they cannot run."""

import os
import shutil
import subprocess

import pytest


@pytest.fixture
def clone(repository, tmp_path):
    """A folder in which nothing has been made yet."""
    for name in ("Makefile", "pyproject.toml", "setup.py"):
        shutil.copy(repository / name, tmp_path)
    return tmp_path


def make(folder, *arguments: str) -> subprocess.CompletedProcess[str]:
    # Not as a part of the make that may be running these tests.
    inherited = ("MAKEFLAGS", "MAKELEVEL", "MFLAGS", "PYTHON", "CHROMIUM", "FIREFOX")
    environment = {name: value for name, value in os.environ.items() if name not in inherited}
    return subprocess.run(
        ["make", *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("target", "command"),
    [
        ("demo", "demo/run.py"),
        ("test", "-m pytest"),
        ("check", "/mypy"),
        ("bench", "tests/benchmarks"),
        ("matrix", "-m tests.matrix"),
        ("proto", "build_backend/protoc.py"),
    ],
)
def test_each_target_makes_the_environment_before_it_runs(clone, target, command):
    done = make(clone, "--dry-run", target)
    assert done.returncode == 0, done.stderr
    before, found, _ = done.stdout.partition(command)
    assert found
    assert "-m venv --clear .venv" in before


def test_test_checks_first(clone):
    before, _, _ = make(clone, "--dry-run", "test").stdout.partition("-m pytest")
    for command in ("ruff check", "ruff format --check", "/mypy", "run check", "run test"):
        assert command in before


def test_help_names_every_target(clone):
    printed = make(clone).stdout
    for target in ("demo", "test", "check", "bench", "matrix", "format", "proto", "clean"):
        assert f"make {target}" in printed


@pytest.mark.parametrize(
    ("program", "problem"),
    [
        (
            "case $1 in --version) echo Python 3.9.18;; *) exit 1;; esac",
            "Python must be 3.10 to 3.13. Received: Python 3.9.18",
        ),
        (
            'case "$2" in *ensurepip*) exit 1;; esac',
            "Python must have venv. On Debian: apt-get install python3-venv",
        ),
    ],
)
def test_a_python_that_will_not_do_is_refused_before_anything_is_made(clone, program, problem):
    python = clone / "other_python"
    python.write_text(f"#!/bin/sh\n{program}\n")
    python.chmod(0o755)
    done = make(clone, f"PYTHON={python}", "check")
    assert done.returncode == 2
    assert problem in done.stderr
    assert not (clone / ".venv").exists()


def test_a_browser_that_is_there_is_taken_and_none_is_installed(clone):
    done = make(clone, "CHROMIUM=/some/browser", "FIREFOX=/another", "browser")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
