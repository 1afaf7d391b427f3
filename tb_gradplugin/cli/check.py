"""`tb-gradplugin check`: judges all runs below a folder, and fails where one is unhealthy."""

from __future__ import annotations

import argparse
import contextlib
import os
import pathlib
import sys
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from tb_gradplugin.cli.fail_on import NEVER, FailOn, UnknownWordError, fail_on
from tb_gradplugin.cli.settings import TABLE, Settings, SettingsError, found_from
from tb_gradplugin.health.thresholds import ALL, Thresholds
from tb_gradplugin.schema.findings import SEVERITIES
from tb_gradplugin.schema.verdicts import RULES

if TYPE_CHECKING:
    from tb_gradplugin.cli.checked_runs import Check

    Subparsers = argparse._SubParsersAction[argparse.ArgumentParser]

FORMATS = ("text", "json", "junit", "github")

_LONG_LOG_BYTES = 50_000_000
"""Under which reading takes less time than a progress bar needs to be understood."""

_BYTES_PER_MOVE = 1_000_000

_DESCRIPTION = """\
Reads what was recorded of every run in LOGDIR and below it, judges it by the rules
that training and the tab use, and prints what is unhealthy, since when, and why.

exit status:
  0  no run is unhealthy
  1  a run is unhealthy
  2  there is nothing to judge, a run cannot be judged, or the command is not understood
"""


def join(subparsers: Subparsers) -> None:
    """Adds the subcommand to the parser of the command.

    Args:
      subparsers: those of `tb_gradplugin.cli.main.parser`.
    """
    parser = subparsers.add_parser(
        "check",
        help="whether recorded gradients are healthy: for a terminal and for CI",
        description=_DESCRIPTION,
        epilog=_epilog(),
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("logdir", metavar="LOGDIR", help="folder of a run, or of several")
    parser.add_argument(
        "--format", choices=FORMATS, default="text", help="what is printed (default: text)"
    )
    parser.add_argument(
        "--fail-on",
        metavar="WORD,...",
        action="append",
        help=(
            f"what makes a run unhealthy: severities ({', '.join(SEVERITIES)}; each stands for "
            f"the worse ones too), kinds ({', '.join(RULES)}; as warnings or errors), "
            f"or {NEVER} (default: warning)"
        ),
    )
    parser.add_argument(
        "--threshold",
        metavar="NAME=VALUE",
        action="append",
        default=[],
        help="a limit to judge by; may be given several times",
    )
    parser.set_defaults(run=lambda asked: _run(parser, asked))


def _epilog() -> str:
    longest = max(len(one.name) for one in ALL)
    lines = [f"  {one.name:{longest}}  {one.value:<10g}  {one.unit}" for one in ALL]
    return "\n".join(
        [
            f"What a project wants always stands in its pyproject.toml, as [{TABLE}], with",
            'fail-on = ["error", "vanishing"] and thresholds = { "vanishing.layer_ratio" = 1e-4 }.',
            "",
            "thresholds, their defaults and their units:",
            *lines,
        ]
    )


def _run(parser: argparse.ArgumentParser, asked: argparse.Namespace) -> int:
    logdir = pathlib.Path(asked.logdir)
    if not logdir.is_dir():
        parser.error(
            f"LOGDIR must be an existing folder of this machine. Received: LOGDIR={asked.logdir!r}"
        )
    try:
        settings = found_from(pathlib.Path.cwd())
        fails = _fail_on(settings, asked.fail_on)
        thresholds = _thresholds(settings, asked.threshold)
    except (SettingsError, UnknownWordError, TypeError, ValueError) as error:
        parser.error(str(error))
    check = _checked(parser, asked.logdir, fails, thresholds)
    _write(check, asked.format)
    return check.exit_status


def _fail_on(settings: Settings, options: Sequence[str] | None) -> FailOn:
    """What was asked for in the command, else in the file, else the default."""
    if options is not None:
        return fail_on(word for option in options for word in option.split(","))
    if settings.fail_on is None:
        return FailOn()
    with _named(settings):
        return fail_on(settings.fail_on)


def _thresholds(settings: Settings, options: Sequence[str]) -> Thresholds:
    """The defaults, what the file sets, and over both what the command sets.

    Raises:
      TypeError: a value is not a number.
      ValueError: an option is no name and value, or there is no such threshold, or the value is
        out of its range.
    """
    with _named(settings):
        Thresholds(settings.thresholds)
    chosen: dict[str, Any] = {}
    for option in options:
        name, _, text = option.partition("=")
        name = name.strip()
        try:
            value = float(text)
        except ValueError:
            raise ValueError(
                f"--threshold must be a name and a number: NAME=VALUE. Received: {option!r}"
            ) from None
        if name in chosen:
            raise ValueError(f"A threshold must be given once. Received: {name!r} twice")
        chosen[name] = value
    return Thresholds({**settings.thresholds, **chosen})


@contextlib.contextmanager
def _named(settings: Settings) -> Iterator[None]:
    """Names the file in what is raised about its content."""
    try:
        yield
    except (TypeError, ValueError) as error:
        raise SettingsError(f"{error} in {settings.path}") from error


def _checked(
    parser: argparse.ArgumentParser, logdir: str, fails: FailOn, thresholds: Thresholds
) -> Check:
    # NumPy and TensorBoard are needed from here on, and by no other subcommand.
    from tb_gradplugin.cli import checked_runs

    folder = pathlib.Path(logdir)
    try:
        names = list(checked_runs.names_of_runs(folder))
        sizes = [checked_runs.size_bytes(folder, name) for name in names]
    except OSError as error:
        parser.error(f"LOGDIR must be readable. Received: {error}")
    if not names:
        parser.error(
            "LOGDIR must hold gradient health: event files that GradientHealth, GradientRecorder "
            "or summary.gradients wrote, in it or in a folder below it. "
            f"Received: LOGDIR={logdir!r}, in which there are none"
        )
    with _progress(sum(sizes)) as advance:
        runs = [checked_runs.checked(folder, name, thresholds, advance) for name in names]
    return checked_runs.Check(logdir, tuple(runs), fails, thresholds)


@contextlib.contextmanager
def _progress(total_bytes: int) -> Iterator[Callable[[int], None]]:
    """A bar on the terminal that errors go to, where there is one and reading takes a while."""
    if total_bytes < _LONG_LOG_BYTES or not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TimeRemainingColumn

    columns = (BarColumn(), DownloadColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=total_bytes)
        waiting = 0

        def advance(size: int) -> None:
            # Records may be small, and the bar takes longer to move than one takes to read.
            nonlocal waiting
            waiting += size
            if waiting >= _BYTES_PER_MOVE:
                bar.advance(task, waiting)
                waiting = 0

        yield advance


def _write(check: Check, format_name: str) -> None:
    from tb_gradplugin.cli.check_formats import github, json_object, junit, text

    writers = {
        "text": text.write,
        "json": json_object.write,
        "junit": junit.write,
        "github": github.write,
    }
    try:
        writers[format_name](check, sys.stdout)
        sys.stdout.flush()
    except BrokenPipeError:
        # Who reads has read enough, as `head` does; the interpreter would complain at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
