"""A TensorBoard process for the runs, from its start to Ctrl-C."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import pathlib
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from typing import IO

from display import Display
from signals import Signals

PLUGIN = "gradient_health"
_USUAL_PORT = 6006
_PATIENCE_SECONDS = 120
_POLL_SECONDS = 0.1


class PortError(ValueError):
    """The port that was asked for cannot be had."""


class ServingError(RuntimeError):
    """TensorBoard does not show what it should."""


def requested_port() -> int | None:
    """The port that DEMO_PORT names, or None where it is not set.

    Raises:
      PortError: it is not the number of a free port.
    """
    text = os.environ.get("DEMO_PORT", "")
    if not text:
        return None
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise PortError(f"DEMO_PORT must be a number from 1 to 65535. Received: {text!r}")
    if not _is_free(int(text)):
        raise PortError(f"DEMO_PORT must be a free port. Received: {text}, which is in use")
    return int(text)


def serve(
    logdir: pathlib.Path, runs: Sequence[str], port: int | None, display: Display, signals: Signals
) -> None:
    """Shows the runs until a signal asks to end.

    Raises:
      ServingError: TensorBoard ended, or does not show the runs.
    """
    # Noted only, so that none can come between the start of the process and the care for its end.
    signals.interrupt = False
    port = port or _free_port()
    with (
        tempfile.TemporaryFile() as output,
        _TensorBoard(logdir, port, output) as tensorboard,
    ):
        with display.waiting("starting TensorBoard"):
            deadline = time.monotonic() + _PATIENCE_SECONDS
            while not signals.received and not tensorboard.shows(runs):
                if time.monotonic() > deadline:
                    raise ServingError(tensorboard.report("does not show the runs"))
                time.sleep(_POLL_SECONDS)
        if not signals.received:
            display.say("TensorBoard serves the Gradient Health tab until Ctrl-C:")
            display.address(f"http://localhost:{port}/#{PLUGIN}")
        while not signals.received:
            tensorboard.require_running()
            time.sleep(_POLL_SECONDS)


class _TensorBoard:
    """The process; use as a context manager, which ends it."""

    def __init__(self, logdir: pathlib.Path, port: int, output: IO[bytes]) -> None:
        self._port = port
        self._output = output
        self._process = subprocess.Popen(
            [
                *(sys.executable, "-m", "tensorboard.main"),
                *("--logdir", str(logdir), "--port", str(port)),
            ],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )

    def __enter__(self) -> _TensorBoard:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def shows(self, runs: Sequence[str]) -> bool:
        """Whether the plugin is there and has something of every run.

        Raises:
          ServingError: the process ended, or runs without the plugin.
        """
        self.require_running()
        plugins = self._json("/data/plugins_listing")
        if plugins is None:
            return False
        if PLUGIN not in plugins:
            raise ServingError(
                "TensorBoard must know the Gradient Health plugin, and does not. Install the "
                "package in this environment: pip install . (in the folder that holds "
                "pyproject.toml)"
            )
        listed = self._json(f"/data/plugin/{PLUGIN}/runs") or {"runs": []}
        filled = {run["run"] for run in listed["runs"] if run["last_step"] is not None}
        return filled.issuperset(runs)

    def require_running(self) -> None:
        """Raises ServingError where the process has ended."""
        if self._process.poll() is not None:
            raise ServingError(self.report("ended by itself"))

    def report(self, problem: str) -> str:
        """A sentence, followed by what the process has written."""
        self._output.seek(0)
        written = self._output.read().decode(errors="replace").strip()
        return f"TensorBoard {problem}. It wrote:\n{written}"

    def _json(self, path: str) -> dict | None:
        """The answer to a request, or None where there is none (yet)."""
        connection = http.client.HTTPConnection("localhost", self._port, timeout=10)
        with contextlib.closing(connection):
            try:
                connection.request("GET", path)
                response = connection.getresponse()
                body = response.read()
            except (OSError, http.client.HTTPException):
                return None
        return json.loads(body) if response.status == 200 else None


def _free_port() -> int:
    if _is_free(_USUAL_PORT):
        return _USUAL_PORT
    with socket.create_server(("localhost", 0)) as any_free:
        return any_free.getsockname()[1]


def _is_free(port: int) -> bool:
    try:
        with socket.create_connection(("localhost", port), timeout=1):
            return False
    except OSError:
        pass
    try:
        with socket.create_server(("localhost", port)):
            return True
    except OSError:
        return False
