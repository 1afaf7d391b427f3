"""The demo's own TensorBoard: what it prints, what it serves, how it ends."""

import contextlib
import http.client
import json
import os
import pathlib
import re
import signal
import socket
import subprocess
import sys

import pytest

from tests.demo_runs import RUN_PY, run_demo
from tests.end_to_end.servers import wait_for

SERVE = """
import pathlib, sys
sys.path.insert(0, sys.argv[1])
from display import Display
from log_folder import RUNS
from serve import ServingError, requested_port, serve
from signals import Signals
try:
    serve(pathlib.Path(sys.argv[2]), RUNS, requested_port(), Display(), Signals())
except ServingError as error:
    sys.exit(str(error))
"""
"""What the demo does after training."""


@pytest.fixture
def start():
    """Starts a Python process in a session of its own, as a terminal would; ends it if need be."""
    started = []

    def start(*arguments: object, **environment: str) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, *map(str, arguments)],
            env={**os.environ, **environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


@pytest.fixture
def port() -> int:
    """A free one."""
    with socket.create_server(("localhost", 0)) as server:
        return server.getsockname()[1]


def address(process: subprocess.Popen[str]) -> str:
    """Waits for the line with the address."""
    for line in process.stdout:
        if line.startswith("http"):
            return line
    raise AssertionError(process.stderr.read())


def get(port: int, path: str) -> bytes:
    connection = http.client.HTTPConnection("localhost", port, timeout=60)
    with contextlib.closing(connection):
        connection.request("GET", path)
        response = connection.getresponse()
        assert response.status == 200, path
        return response.read()


def processes_about(folder: pathlib.Path) -> list[str]:
    """Command lines of the running processes that name a folder."""
    found = []
    for path in pathlib.Path("/proc").glob("[0-9]*/cmdline"):
        with contextlib.suppress(OSError):
            command = path.read_bytes().replace(b"\0", b" ").decode(errors="replace")
            if str(folder) in command:
                found.append(command)
    return found


def test_the_demo_trains_serves_and_ends_cleanly_at_ctrl_c(start, port, tmp_path):
    logdir = tmp_path / "logs"
    demo = start(RUN_PY, "--quick", "--only", "null", "--logdir", logdir, DEMO_PORT=str(port))
    assert address(demo) == f"http://localhost:{port}/#gradient_health\n"
    assert b"<title>TensorBoard</title>" in get(port, "/")
    listing = json.loads(get(port, "/data/plugins_listing"))
    assert listing["gradient_health"]["enabled"] is True
    runs = json.loads(get(port, "/data/plugin/gradient_health/runs"))["runs"]
    assert {run["run"] for run in runs if run["last_step"] is not None} == {"null"}
    assert len(processes_about(logdir)) >= 2
    os.killpg(demo.pid, signal.SIGINT)
    rest, errors = demo.communicate(timeout=30)
    assert (demo.returncode, rest, errors) == (0, "", "")
    assert processes_about(logdir) == []


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM"])
def test_a_signal_to_the_demo_alone_ends_its_tensorboard_too(start, trained_demo, name):
    demo = start("-c", SERVE, RUN_PY.parent, trained_demo.logdir, DEMO_PORT="")
    assert re.fullmatch(r"http://localhost:\d+/#gradient_health\n", address(demo))
    demo.send_signal(getattr(signal, name))
    rest, errors = demo.communicate(timeout=30)
    assert (demo.returncode, rest, errors) == (0, "", "")
    assert processes_about(trained_demo.logdir) == []


def test_a_signal_while_tensorboard_starts_ends_it(start, trained_demo):
    demo = start("-c", SERVE, RUN_PY.parent, trained_demo.logdir, DEMO_PORT="")
    while len(processes_about(trained_demo.logdir)) < 2:
        assert demo.poll() is None, demo.stderr.read()
    demo.send_signal(signal.SIGINT)
    printed, errors = demo.communicate(timeout=30)
    assert (demo.returncode, printed, errors) == (0, "", "")
    assert processes_about(trained_demo.logdir) == []


def test_a_tensorboard_that_ends_by_itself_is_an_error_that_shows_what_it_wrote(
    start, trained_demo
):
    demo = start("-c", SERVE, RUN_PY.parent, trained_demo.logdir, DEMO_PORT="")
    address(demo)
    (child,) = pathlib.Path(f"/proc/{demo.pid}/task/{demo.pid}/children").read_text().split()
    os.kill(int(child), signal.SIGKILL)
    _, errors = demo.communicate(timeout=30)
    assert demo.returncode == 1
    assert errors.startswith("TensorBoard ended by itself. It wrote:\n")
    wait_for(lambda: not processes_about(trained_demo.logdir), lambda: "A process is left.")


def test_ctrl_c_while_it_trains_ends_the_demo_with_a_sentence(start, tmp_path):
    demo = start(RUN_PY, "--logdir", tmp_path / "logs")
    while not demo.stdout.readline().startswith("sound "):
        assert demo.poll() is None, demo.stderr.read()
    os.killpg(demo.pid, signal.SIGINT)
    rest, errors = demo.communicate(timeout=60)
    assert (demo.returncode, rest) == (130, "")
    assert errors == "\nThe demo was stopped before it served anything.\n"


@pytest.mark.parametrize("given", ["http", "0", "65536", "-1"])
def test_a_port_that_is_none_is_refused_before_anything_is_trained(given, tmp_path):
    done = run_demo("--logdir", tmp_path / "logs", DEMO_PORT=given)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (f"DEMO_PORT must be a number from 1 to 65535. Received: {given!r}\n")
    assert not (tmp_path / "logs").exists()


def test_a_port_in_use_is_refused_before_anything_is_trained(tmp_path):
    with socket.create_server(("localhost", 0)) as server:
        taken = server.getsockname()[1]
        done = run_demo("--logdir", tmp_path / "logs", DEMO_PORT=str(taken))
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == f"DEMO_PORT must be a free port. Received: {taken}, which is in use\n"
