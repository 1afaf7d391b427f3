"""Tries the package on old and new versions of what it stands on.

    make matrix                              every environment, every suite
    make matrix MATRIX="tf2.16"              the environments whose names begin so
    make matrix MATRIX="--tests server"      some suites
    make matrix MATRIX="--write"             also writes the table of docs/versions.md

Each environment lies in build/matrix and is kept; the first time, it is installed from the
package index, which takes minutes and about 2 GB where TensorFlow is in it. Where something
failed, the exit code is 1, and build/matrix/<environment>/output.txt has all of it.
"""

from __future__ import annotations

import argparse
import pathlib
import sys
import tempfile
from collections.abc import Iterator, Sequence

import rich.console

from tests.matrix import installation, report, running
from tests.matrix.environments import ENVIRONMENTS, Environment, named
from tests.matrix.suites import SUITES

VERSIONS = installation.REPOSITORY / "docs" / "versions.md"


def main(arguments: Sequence[str]) -> int:
    """Takes the arguments of the command line; returns the exit code."""
    options = _parsed(arguments)
    console = rich.console.Console()
    try:
        environments = named(options.environments)
    except ValueError as error:
        console.print(error, markup=False, highlight=False)
        return 2
    if options.list:
        for one in environments:
            console.print(one.name, f"(Python {one.python}):", *one.requirements, markup=False)
        return 0
    installation.FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        wheel = installation.build_wheel(pathlib.Path(folder))
        outcomes = list(
            _outcomes(environments, options.tests, options.only_available, wheel, console)
        )
    for outcome in outcomes:
        if said := running.failures(outcome):
            console.rule(outcome.name)
            console.print(said, markup=False, highlight=False)
    width = None if console.is_terminal else 160
    wide = rich.console.Console(width=width)
    wide.print(report.table(outcomes))
    for sentence in report.sentences(outcomes):
        wide.print(sentence, markup=False, highlight=False, soft_wrap=True)
    if options.write:
        kept = [running.saved(one) or running.untried(one) for one in ENVIRONMENTS]
        VERSIONS.write_text(report.written_into(VERSIONS.read_text(), kept))
    return 0 if outcomes and all(outcome.is_good for outcome in outcomes) else 1


def _outcomes(
    environments: Sequence[Environment],
    asked: Sequence[str],
    only_available: bool,
    wheel: pathlib.Path,
    console: rich.console.Console,
) -> Iterator[running.Outcome]:
    for one in environments:
        suites = running.chosen_suites(one, asked)
        if not suites:
            continue
        if only_available and not installation.has_python(one.python):
            console.print(f"{one.name}: left out, there is no python{one.python} on PATH")
            continue
        try:
            console.print(f"{one.name}: installing")
            installed = installation.install(one, wheel)
        except installation.InstallationError as error:
            outcome = running.Outcome(one.name, suites, problem=str(error))
        else:
            console.print(f"{one.name}: {', '.join(suites)}")
            outcome = running.run(one, suites, installed)
        if not asked:
            outcome.save()
        yield outcome


def _parsed(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="make matrix",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("environments", nargs="*", help="names, or beginnings of names")
    parser.add_argument(
        "--tests",
        nargs="+",
        choices=tuple(SUITES),
        default=[],
        metavar="SUITE",
        help=f"some of {', '.join(SUITES)}",
    )
    parser.add_argument(
        "--only-available",
        dest="only_available",
        action="store_true",
        help="leave out environments whose Python is not there, instead of failing",
    )
    parser.add_argument("--list", action="store_true", help="print the environments, and end")
    parser.add_argument(
        "--write", action="store_true", help="write docs/versions.md from the last full runs"
    )
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
