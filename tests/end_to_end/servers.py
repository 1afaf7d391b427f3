"""Real TensorBoard processes for tests, in both of its ways of reading logs."""

from __future__ import annotations

import dataclasses
import http.client
import json
import os
import pathlib
import re
import subprocess
import sys
import threading
import time
import urllib.parse
from collections.abc import Callable, Mapping

import numpy as np
from tensorboard.data import server_ingester

PREFIX = "/data/plugin/gradient_health"
"""Where the routes of the plugin are."""

MODES = {"data_server": "true", "python_reader": "false"}
"""How TensorBoard reads logs -> its flag `--load_fast`."""

_ADDRESS = re.compile(r" at (http://\S+)")
_PATIENCE_SECONDS = 60


@dataclasses.dataclass(frozen=True)
class Answer:
    """What came back over HTTP; names of headers are lower-case."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> dict:
        """The body as JSON."""
        return json.loads(self.body)

    @property
    def error(self) -> str:
        """The text of a refusal."""
        assert set(self.json) == {"error"}, self.body
        return self.json["error"]


@dataclasses.dataclass(frozen=True)
class Statistic:
    """A decoded answer of the route `/statistic`."""

    steps: np.ndarray
    wall_times: np.ndarray
    values: np.ndarray


class TensorBoard:
    """A running `tensorboard` process; use as a context manager.

    Attributes:
      url: address of the start page, ending with a slash.
    """

    def __init__(
        self,
        logdir: pathlib.Path,
        *arguments: str,
        mode: str = "data_server",
        python_path: pathlib.Path | None = None,
    ):
        """Starts the process and waits until its port is open.

        Args:
          logdir: folder of the runs.
          *arguments: further flags.
          mode: a key of `MODES`.
          python_path: folder whose modules come before installed ones.
        """
        environment = dict(os.environ, PYTHONUNBUFFERED="1", TF_CPP_MIN_LOG_LEVEL="2")
        environment.pop("PYTHONPATH", None)
        if python_path is not None:
            environment["PYTHONPATH"] = str(python_path)
        self._lines: list[str] = []
        self._process = subprocess.Popen(
            [
                *(sys.executable, "-m", "tensorboard.main"),
                *("--logdir", str(logdir), "--host", "127.0.0.1", "--port", "0"),
                *("--load_fast", MODES[mode], "--reload_interval", "1", *arguments),
            ],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env=environment,
            # Not where the sources are: `-m` would import the package from there.
            cwd=logdir,
        )
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()
        self.url = ""
        try:
            self.url = wait_for(self._address, lambda: self.output)
        finally:
            if not self.url:
                self.close()

    def __enter__(self) -> TensorBoard:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Ends the process."""
        self._process.terminate()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._listener.join(10)
        self._process.stdout.close()

    @property
    def pid(self) -> int:
        """Of the process itself; a data server is a child of it."""
        return self._process.pid

    @property
    def output(self) -> str:
        """All that the process has written to its standard streams."""
        return "".join(self._lines)

    def get(self, path: str, method: str = "GET", headers: Mapping[str, str] | None = None):
        """Sends one request.

        Args:
          path: from the root of the server; sent as it is, never normalised.
          method: of the request.
          headers: of the request.
        """
        parts = urllib.parse.urlsplit(self.url)
        connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=60)
        try:
            connection.request(method, parts.path.rstrip("/") + path, headers=headers or {})
            response = connection.getresponse()
            fields = {name.lower(): value for name, value in response.getheaders()}
            return Answer(response.status, fields, response.read())
        finally:
            connection.close()

    def route(self, route: str, /, **parameters: str) -> Answer:
        """Asks a route of the plugin."""
        query = urllib.parse.urlencode(parameters)
        return self.get(f"{PREFIX}/{route}" + (f"?{query}" if query else ""))

    def runs(self) -> dict[str, dict]:
        """The runs that `/runs` lists, by name."""
        return {run["run"]: run for run in self.route("runs").json["runs"]}

    def statistic(self, run: str, name: str) -> Statistic:
        """A matrix of a run, decoded."""
        answer = self.route("statistic", run=run, name=name)
        assert answer.status == 200, answer.body
        return decode(answer.body, np.uint8 if name == "status" else np.dtype("<f4"))

    def wait_for_runs(self, **last_steps: int) -> None:
        """Waits until each of the runs has its last step."""

        def arrived() -> bool:
            runs = self.runs()
            return all(
                run in runs and runs[run]["last_step"] == step for run, step in last_steps.items()
            )

        wait_for(arrived, lambda: f"{self.runs()}\n{self.output}")

    def _address(self) -> str | None:
        found = _ADDRESS.search(self.output)
        if found:
            return found[1]
        assert self._process.poll() is None, f"tensorboard ended:\n{self.output}"
        return None

    def _listen(self) -> None:
        for line in self._process.stdout:
            self._lines.append(line)


def data_server_is_available() -> bool:
    """Whether there is a data server for this platform."""
    try:
        return server_ingester.get_server_binary().path is not None
    except server_ingester.NoDataServerError:
        return False


def decode(body: bytes, dtype: np.dtype | type) -> Statistic:
    """Takes the binary form of a matrix apart, byte by byte as the contract has it."""
    steps, variables = np.frombuffer(body, "<u4", 2)
    assert body[8:16] == bytes(8)
    axes = np.frombuffer(body, "<f8", 2 * int(steps), 16)
    values = np.frombuffer(body, dtype, offset=16 + axes.nbytes)
    return Statistic(axes[:steps], axes[steps:], values.reshape(steps, variables))


def wait_for(condition: Callable[[], object], describe: Callable[[], str]):
    """Asks until the answer is true, and returns it; gives up after a minute."""
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while time.monotonic() < deadline:
        answer = condition()
        if answer:
            return answer
        time.sleep(0.05)
    raise AssertionError(f"It did not come about in {_PATIENCE_SECONDS} s.\n{describe()}")
