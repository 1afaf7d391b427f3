"""Clients that ask a TensorBoard for what the tab asks for, as many at once as there are tabs."""

from __future__ import annotations

import concurrent.futures
import contextlib
import dataclasses
import functools
import http.client
import itertools
import json
import pathlib
import random
import threading
import time
import urllib.parse
from collections.abc import Callable, Sequence

import numpy as np

import tb_gradplugin as tbg
from tests.end_to_end.servers import PREFIX, Answer, TensorBoard, decode

IN_SIGHT = 12
"""Runs of the list that are judged without being chosen, as far as they fit into a window."""

SLOWEST_SECONDS = 120.0
"""After which a request counts as lost."""


@dataclasses.dataclass
class Served:
    """What all tabs were answered.

    Attributes:
      seconds: route -> of each answer.
      errors: a line for each answer that was not right, and for each that did not come.
      compared: matrices that were compared with the log, number by number.
    """

    seconds: dict[str, list[float]] = dataclasses.field(default_factory=dict)
    errors: list[str] = dataclasses.field(default_factory=list)
    compared: int = 0
    lock: threading.Lock = dataclasses.field(default_factory=threading.Lock)


class Tab:
    """One page: opens, shows runs, follows what is written, as `frontend/src` does.

    Between two things that a person does it waits; within one it does not.
    """

    def __init__(
        self, server: TensorBoard, logdir: pathlib.Path, finished: Sequence[str], served: Served
    ) -> None:
        """Prepares.

        Args:
          server: that is asked.
          logdir: that it shows, to compare its answers with.
          finished: runs that nobody writes any more.
          served: gets what comes of it.
        """
        parts = urllib.parse.urlsplit(server.url)
        self._address = (parts.hostname, parts.port)
        self._logdir = logdir
        self._finished = frozenset(finished)
        self._served = served

    def live(self, seed: int, deadline: float, pause_seconds: float) -> None:
        """Opens, and goes from run to run until `deadline` by `time.monotonic`.

        However slow the answers are, each thing is done once.
        """
        draw = random.Random(seed)
        time.sleep(draw.uniform(0, pause_seconds))
        self._ask("index.js")
        for turn in itertools.count():
            if turn and time.monotonic() > deadline:
                return
            with contextlib.suppress(_FailedError):
                runs = [run["run"] for run in self._json("runs")["runs"]]
                if not runs:
                    continue
                for act in (self._show, self._judge, self._look_closer, self._beside):
                    if turn and time.monotonic() > deadline:
                        return
                    act(draw, runs)
                    time.sleep(draw.uniform(0.5, 1.5) * pause_seconds)

    def _show(self, draw: random.Random, runs: Sequence[str]) -> None:
        """The map of a run."""
        run = draw.choice(runs)
        variables, *_ = self._together(
            lambda: self._json("variables", run=run),
            lambda: self._matrix(run, "status"),
            lambda: self._matrix(run, "l2_norm"),
            lambda: self._json("findings", run=run),
        )
        self._check(bool(variables["variables"]), f"{run}: no variables")

    def _judge(self, draw: random.Random, runs: Sequence[str]) -> None:
        """The runs of the list that are in sight, one after the other."""
        first = draw.randrange(len(runs))
        for run in (runs * 2)[first : first + min(IN_SIGHT, len(runs))]:
            limits = {"vanishing.layer_ratio": "1e-5"} if draw.random() < 0.1 else {}
            self._together(
                lambda run=run: self._json("findings", run=run),
                lambda run=run, limits=limits: self._json("verdicts", run=run, **limits),
            )

    def _look_closer(self, draw: random.Random, runs: Sequence[str]) -> None:
        """One variable, and another statistic."""
        run = draw.choice(runs)
        variable = draw.choice(self._json("variables", run=run)["variables"])["name"]
        self._together(
            lambda: self._ask("curves", run=run, variable=variable),
            lambda: self._ask("histogram", run=run, variable=variable),
            lambda: self._matrix(run, draw.choice(("max_abs", "mean", "update_ratio"))),
        )

    def _beside(self, draw: random.Random, runs: Sequence[str]) -> None:
        """Several runs beside each other."""
        for run in draw.sample(runs, min(3, len(runs))):
            self._show(random.Random(run), [run])

    def _together(self, *asked: Callable[[], object]) -> list:
        with concurrent.futures.ThreadPoolExecutor(len(asked)) as pool:
            return [each.result() for each in [pool.submit(one) for one in asked]]

    def _json(self, route: str, **parameters: str) -> dict:
        return json.loads(self._ask(route, **parameters).body)

    def _matrix(self, run: str, name: str) -> None:
        found = decode(
            self._ask("statistic", run=run, name=name).body,
            np.uint8 if name == "status" else np.dtype("<f4"),
        )
        if run not in self._finished:
            self._check(bool(np.all(np.diff(found.steps) > 0)), f"{run}: steps are not in order")
            return
        steps, expected = _recorded(self._logdir / run, name)
        is_same = np.array_equal(found.steps, steps) and np.array_equal(
            found.values, expected, equal_nan=expected.dtype.kind == "f"
        )
        self._check(is_same, f"{run}: {name} is not what the log has")
        with self._served.lock:
            self._served.compared += 1

    def _check(self, holds: bool, complaint: str) -> None:
        if not holds:
            with self._served.lock:
                self._served.errors.append(complaint)

    def _ask(self, route: str, **parameters: str) -> Answer:
        path = f"{PREFIX}/{route}?{urllib.parse.urlencode(parameters)}"
        begun = time.perf_counter()
        connection = http.client.HTTPConnection(*self._address, timeout=SLOWEST_SECONDS)
        try:
            connection.request("GET", path)
            response = connection.getresponse()
            answer = Answer(response.status, {}, response.read())
        except (OSError, http.client.HTTPException) as error:
            self._check(False, f"{path}: {error!r}")
            raise _FailedError from error
        finally:
            connection.close()
        with self._served.lock:
            self._served.seconds.setdefault(route, []).append(time.perf_counter() - begun)
        if answer.status != 200:
            self._check(False, f"{path}: {answer.status} {answer.body[:300]!r}")
            raise _FailedError
        return answer


class _FailedError(Exception):
    """A request failed, which is noted down."""


@functools.lru_cache(maxsize=4096)
def _recorded(folder: pathlib.Path, name: str) -> tuple[np.ndarray, np.ndarray]:
    """Steps and values as the files have them."""
    log = tbg.read(folder)
    return log.steps, log.statuses if name == "status" else log[name]
