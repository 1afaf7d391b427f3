"""Clusters on the loopback interface: free ports, and programs that are run as their tasks."""

from __future__ import annotations

import contextlib
import json
import os
import pathlib
import socket
import subprocess
import sys


def free_addresses(count: int) -> list[str]:
    """Addresses at which nobody listens right now."""
    with contextlib.ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(count)]
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return [f"127.0.0.1:{each.getsockname()[1]}" for each in sockets]


def run(repository: pathlib.Path, *arguments: str, before: tuple[str, ...] = ()) -> str:
    """What a module of the tests prints, run in a process of its own: devices are set up once."""
    return _ended(_started(repository, arguments, before=before))


def run_workers(repository: pathlib.Path, count: int, *arguments: str) -> list[str]:
    """What each of so many workers of one cluster prints, in the order of their indices."""
    cluster = {"worker": free_addresses(count)}
    processes = []
    for index in range(count):
        config = {"cluster": cluster, "task": {"type": "worker", "index": index}}
        processes.append(_started(repository, arguments, TF_CONFIG=json.dumps(config)))
    try:
        return [_ended(process) for process in processes]
    finally:
        for process in processes:
            process.kill()


def _started(
    repository: pathlib.Path,
    arguments: tuple[str, ...],
    before: tuple[str, ...] = (),
    **environment: str,
) -> subprocess.Popen:
    return subprocess.Popen(
        [*before, sys.executable, "-m", *arguments],
        cwd=repository,
        env=os.environ | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def _ended(process: subprocess.Popen) -> str:
    try:
        out, errors = process.communicate(timeout=100)
    except subprocess.TimeoutExpired:
        process.kill()
        out, errors = process.communicate()
        raise AssertionError(f"It has not ended:\n{errors}") from None
    assert process.returncode == 0, errors
    return out
