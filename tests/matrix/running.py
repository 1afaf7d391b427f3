"""Runs the tests in an environment, and counts."""

from __future__ import annotations

import collections
import dataclasses
import json
import subprocess
import time
import xml.etree.ElementTree as ET
from collections.abc import Iterable

from tests.matrix import installation
from tests.matrix.environments import Environment
from tests.matrix.suites import SUITES

# Libraries of all ages warn of what they are going to do; what we cause is still an error.
_WARNINGS = "filterwarnings=default\nerror:::tb_gradplugin(\\..*)?"

_LAST_LINES = 60


@dataclasses.dataclass(frozen=True)
class Outcome:
    """What came of one environment.

    Attributes:
      name: of the environment.
      suites: names of the suites that were run.
      versions: of Python and of each library; empty where it could not be made.
      passed: number of tests.
      failed: number of tests; errors in fixtures and while collecting are among them.
      skipped: reason -> number of tests.
      seconds: that the tests took.
      problem: why there are no tests; empty where there are.
    """

    name: str
    suites: tuple[str, ...]
    versions: dict[str, str] = dataclasses.field(default_factory=dict)
    passed: int = 0
    failed: int = 0
    skipped: dict[str, int] = dataclasses.field(default_factory=dict)
    seconds: float = 0.0
    problem: str = ""

    @property
    def is_good(self) -> bool:
        """Whether tests ran, and none failed."""
        return not self.problem and not self.failed and self.passed > 0

    def save(self) -> None:
        """Keeps it until the environment is tried again."""
        folder = installation.FOLDER / self.name
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "outcome.json").write_text(json.dumps(dataclasses.asdict(self), indent=1))


def saved(environment: Environment) -> Outcome | None:
    """What came of the environment when it was last tried."""
    path = installation.FOLDER / environment.name / "outcome.json"
    if not path.is_file():
        return None
    fields = json.loads(path.read_text())
    return Outcome(**{**fields, "suites": tuple(fields["suites"])})


def untried(environment: Environment) -> Outcome:
    """What stands for an environment that was not tried yet: the versions that it asks for."""
    versions = {
        "python": environment.python,
        "tensorflow": environment.tensorflow,
        "tensorboard": environment.tensorboard,
        "protobuf": environment.protobuf,
    }
    return Outcome(environment.name, (), versions, problem="has not been tried with all tests yet")


def chosen_suites(environment: Environment, asked: Iterable[str]) -> tuple[str, ...]:
    """The suites that were asked for, all without a name, that can run there."""
    names = tuple(asked) or tuple(SUITES)
    return tuple(name for name in SUITES if name in names and SUITES[name].is_for(environment))


def run(
    environment: Environment, suites: tuple[str, ...], installed: installation.Installed
) -> Outcome:
    """Runs the suites in one process; what it says goes to output.txt beside the environment."""
    folder = installation.FOLDER / environment.name
    results = folder / "results.xml"
    results.unlink(missing_ok=True)
    tests = [f"tests/{test}" for name in suites for test in SUITES[name].tests]
    began = time.monotonic()
    with open(folder / "output.txt", "w") as output:
        status = subprocess.run(
            [
                *(str(installed.python), "-m", "pytest", "--quiet", "-p", "no:cacheprovider"),
                *("-o", _WARNINGS, "-o", "junit_duration_report=call"),
                *(f"--junit-xml={results}", *tests),
            ],
            cwd=installation.copy_tests(environment),
            env=installation.environment_variables(),
            stdout=output,
            stderr=subprocess.STDOUT,
            check=False,
        ).returncode
    outcome = Outcome(
        environment.name, suites, installed.versions, seconds=time.monotonic() - began
    )
    if not results.is_file():
        return dataclasses.replace(outcome, problem=f"pytest ended with {status}: {_last(folder)}")
    return counted(outcome, ET.parse(results).getroot())


def counted(outcome: Outcome, results: ET.Element) -> Outcome:
    """The outcome with the numbers of a report in JUnit's XML."""
    passed = failed = 0
    skipped: collections.Counter[str] = collections.Counter()
    for case in results.iter("testcase"):
        if case.find("failure") is not None or case.find("error") is not None:
            failed += 1
        elif (skip := case.find("skipped")) is not None:
            skipped[skip.get("message", "").removeprefix("Skipped: ")] += 1
        else:
            passed += 1
    return dataclasses.replace(outcome, passed=passed, failed=failed, skipped=dict(skipped))


def _last(folder) -> str:
    lines = (folder / "output.txt").read_text(errors="replace").strip().splitlines()
    return lines[-1] if lines else "it said nothing"


def failures(outcome: Outcome) -> str:
    """The end of what pytest said, where something failed."""
    path = installation.FOLDER / outcome.name / "output.txt"
    if outcome.is_good or not path.is_file():
        return ""
    return "\n".join(path.read_text(errors="replace").splitlines()[-_LAST_LINES:])
