"""All runs below a folder, judged one after the other."""

from __future__ import annotations

import contextlib
import dataclasses
import pathlib
from collections.abc import Callable, Iterator

from tb_gradplugin.backend import event_files
from tb_gradplugin.backend.findings import RecordedFinding
from tb_gradplugin.backend.judged_runs import JudgedRun, NothingToJudgeError, judge_run
from tb_gradplugin.cli.fail_on import FailOn
from tb_gradplugin.health.limits import Thresholds
from tb_gradplugin.schema.verdicts import Verdict
from tb_gradplugin.schema.version import UnknownSchemaVersionError

ROOT = "."
"""Name of a run whose files lie in the log folder itself, as TensorBoard calls it."""

HEALTHY, UNHEALTHY, NOT_JUDGED = 0, 1, 2
"""Exit statuses. A usage error has the last one as well."""


@dataclasses.dataclass(frozen=True)
class CheckedRun:
    """One run.

    Attributes:
      name: its folder below the log folder.
      judged: what is to be said of it; None where nothing can be.
      problem: why its steps cannot be judged; else empty.
    """

    name: str
    judged: JudgedRun | None
    problem: str = ""


@dataclasses.dataclass(frozen=True)
class Check:
    """What a check found.

    Attributes:
      logdir: as it was given.
      runs: in the order of their names.
      fail_on: what makes it fail.
      thresholds: the limits that were applied.
    """

    logdir: str
    runs: tuple[CheckedRun, ...]
    fail_on: FailOn
    thresholds: Thresholds

    @property
    def exit_status(self) -> int:
        """1 where a run is unhealthy, else 2 where one could not be judged, else 0."""
        if any(map(self.is_unhealthy, self.runs)):
            return UNHEALTHY
        return NOT_JUDGED if any(run.problem for run in self.runs) else HEALTHY

    def is_unhealthy(self, run: CheckedRun) -> bool:
        """Whether something of the run makes the check fail."""
        return bool(self.failing_verdicts(run) or self.failing_findings(run))

    def failing_verdicts(self, run: CheckedRun) -> list[Verdict]:
        """The verdicts that make the check fail."""
        found = run.judged.verdicts if run.judged else ()
        return [one for one in found if self.fail_on.includes(one.rule, one.severity)]

    def failing_findings(self, run: CheckedRun) -> list[RecordedFinding]:
        """The findings that make the check fail; none that a later session did not see again."""
        found = run.judged.findings if run.judged else ()
        return [
            one
            for one in found
            if one.until is None and self.fail_on.includes(one.status, one.severity)
        ]


def names_of_runs(logdir: pathlib.Path) -> Iterator[str]:
    """The runs in a folder and below it that have gradient health, in the order of their names.

    Raises:
      OSError: the folder cannot be listed.
    """
    if event_files.has_ours(logdir):
        yield ROOT
    yield from event_files.runs_below(logdir)


def size_bytes(logdir: pathlib.Path, run: str) -> int:
    """What the files of a run take, as far as that can be told."""
    total = 0
    for path in event_files.paths(logdir / run):
        with contextlib.suppress(OSError):
            total += path.stat().st_size
    return total


def checked(
    logdir: pathlib.Path, run: str, thresholds: Thresholds, advance: Callable[[int], None]
) -> CheckedRun:
    """Judges one run, whatever its files are like.

    Args:
      logdir: the log folder.
      run: a name from `names_of_runs`.
      thresholds: the limits.
      advance: is told the size of each piece in bytes when it has been read.
    """
    try:
        judged = judge_run(logdir / run, thresholds, advance)
    except (NothingToJudgeError, UnknownSchemaVersionError, OSError) as error:
        return CheckedRun(run, None, str(error))
    return CheckedRun(run, judged, judged.problem)
