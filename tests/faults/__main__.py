"""`make faults`: every fault, a hundred trainings killed, a million steps; prints one table.

Exits with 1 where a row was lost or invented, or something was left out without a word.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time
from collections.abc import Collection, Iterator

import rich.box
import rich.console
import rich.table

from tests.end_to_end.servers import MODES
from tests.faults import injected, long_runs, recorded, sweep, tab
from tests.faults.injected import Fault
from tests.faults.killed import Killed
from tests.faults.oracle import Compared
from tests.faults.sweep import Outcome

_CHECKED_STRIDE, _TAB_STRIDE, _BIT_STRIDE = 20, 100, 3
_STEPS, _KILLS = 1_000_000, 100
_WIDE = (5_000, 14_000)
_MODE_NAMES = {"data_server": "tab, server", "python_reader": "tab, Python"}


def main() -> int:
    """Injects everything and prints the table; 0 where all is well."""
    asked = _parser().parse_args()
    made = rich.table.Table(box=rich.box.SIMPLE_HEAD, pad_edge=False)
    made.add_column("read by")
    made.add_column("fault")
    for column in ("faults", "rows", "read", "lost", "invented", "unsaid", "wrong", "s"):
        made.add_column(column, justify="right")
    total = Outcome()
    with tempfile.TemporaryDirectory(dir=_fast_folder()) as folder:
        for reader, kind, outcome in _outcomes(pathlib.Path(folder), asked.faster):
            made.add_row(reader, kind, *_numbers(outcome))
            total.faults += outcome.faults
            total.rows += outcome.rows
            total.unsaid += outcome.unsaid
            total.wrong += outcome.wrong
            total.seconds += outcome.seconds
    made.add_section()
    made.add_row("all", "", *_numbers(total))
    console = rich.console.Console(width=None if sys.stdout.isatty() else 120)
    console.print(made)
    for sentence in total.wrong[:20]:
        console.print(sentence)
    return 0 if total.is_good else 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--faster",
        type=int,
        default=1,
        metavar="N",
        help="inject every Nth fault only, and take an Nth of the kills and steps",
    )
    return parser


def _outcomes(folder: pathlib.Path, faster: int) -> Iterator[tuple[str, str, Outcome]]:
    """Who reads, the kind of fault, and what came of it."""
    first = recorded.write_log(folder / "log").read_bytes()
    restart = recorded.write_log(folder / "log", initial_step=6, steps=5).read_bytes()

    def faults(stride: int = 1, but: Collection[str] = ()) -> Iterator[Fault]:
        every = itertools.chain(injected.of_one_file(first), injected.of_two_files(first, restart))
        return injected.sampled((one for one in every if one.kind not in but), stride * faster)

    readers = [
        ("tbg.read", sweep.through_read(folder / "read", faults())),
        ("check", sweep.through_check(folder / "check", faults(_CHECKED_STRIDE))),
        *(
            (
                _MODE_NAMES[mode],
                tab.through_tab(
                    folder / mode, faults(_TAB_STRIDE, but=tab.FATAL_KINDS[mode]), mode
                ),
            )
            for mode in MODES
        ),
    ]
    for reader, outcomes in readers:
        for kind, outcome in outcomes.items():
            yield reader, kind, outcome
    bits = sweep.through_records(folder / "bits", first, _BIT_STRIDE * faster)
    yield "records", "a bit flipped", bits
    yield "tbg.read", "kill -9", _killed(folder / "killed", max(1, _KILLS // faster))
    yield "tbg.read", f"{_STEPS // faster:,} steps", _long(folder / "long", _STEPS // faster)
    variables, rows = _WIDE
    yield (
        _MODE_NAMES["data_server"],
        f"{variables:,} variables, {rows:,} rows",
        _wide(folder / "wide", variables, rows),
    )


def _killed(folder: pathlib.Path, kills: int) -> Outcome:
    begun = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults.killed", str(folder), str(kills)],
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    found = Killed(**json.loads(done.stdout.splitlines()[-1]))
    return Outcome(
        faults=found.kills,
        rows=Compared(found.flushed_rows, found.read_rows, found.lost_rows, found.invented_rows),
        wrong=["a killed training altered what it had flushed"] * found.altered_files,
        seconds=time.perf_counter() - begun,
    )


def _long(folder: pathlib.Path, steps: int) -> Outcome:
    begun = time.perf_counter()
    steps -= steps % 1000
    found = long_runs.record_steps(folder, steps)
    wrong = [] if found.counted_steps == steps and not found.lost_rows else [str(found)]
    return Outcome(1, found.rows, wrong=wrong, seconds=time.perf_counter() - begun)


def _wide(folder: pathlib.Path, variables: int, rows: int) -> Outcome:
    begun = time.perf_counter()
    found = long_runs.show_wide_run(folder, variables, rows)
    # What the data server cannot send at once is thinned out: so the tab says, with the number.
    is_said = any(f"thinned out to {found.shown} rows" in note for note in found.notes)
    return Outcome(
        1,
        Compared(found.shown, found.shown, 0 if found.has_last else 1, found.wrong),
        unsaid=found.shown < found.rows and not is_said,
        seconds=time.perf_counter() - begun,
    )


def _numbers(outcome: Outcome) -> list[str]:
    rows = outcome.rows
    numbers = (outcome.faults, rows.expected, rows.read, rows.lost, rows.invented, outcome.unsaid)
    return [
        *(f"{number:,}" for number in numbers),
        str(len(outcome.wrong)),
        f"{outcome.seconds:.0f}",
    ]


def _fast_folder() -> str | None:
    """Memory that looks like a disk, where there is some: tens of thousands of files are made."""
    return "/dev/shm" if os.access("/dev/shm", os.W_OK) else None


if __name__ == "__main__":
    sys.exit(main())
