"""The progress bar of `tb-gradplugin check`."""

import os
import pathlib
import re
import subprocess
import sys

import pytest

from tests.benchmarks import checking

PROGRAM = "import sys, tb_gradplugin.cli.main as c; sys.exit(c.main(['check', sys.argv[1]]))"


def shown_on_terminal(logdir: pathlib.Path) -> tuple[str, str, int]:
    """What goes to standard output, what to a terminal as standard error, and the exit status."""
    pty = pytest.importorskip("pty")
    terminal, end = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, str(logdir)],
        stdout=subprocess.PIPE,
        stderr=end,
        text=True,
        env={**os.environ, "TERM": "xterm"},
    )
    os.close(end)
    shown = b""
    while True:
        try:
            piece = os.read(terminal, 1 << 16)
        except OSError:  # What Linux raises when the other end is closed.
            break
        if not piece:
            break
        shown += piece
    os.close(terminal)
    output, _ = process.communicate()
    return output, shown.decode(), process.returncode


def test_a_long_log_moves_a_bar_on_the_terminal_and_leaves_the_output_alone(tmp_path):
    checking.write_log(tmp_path / "run", 1000, 60)
    output, shown, status = shown_on_terminal(tmp_path)
    assert status == 0
    assert "none is unhealthy" in output
    assert "\x1b" not in output

    assert re.search(r"\d/6\d\.\d MB", shown)
    assert shown.count("\r") > 1


def test_a_short_log_shows_no_bar(tmp_path):
    checking.write_log(tmp_path / "run", 100, 1)
    _, shown, status = shown_on_terminal(tmp_path)
    assert (shown, status) == ("", 0)
