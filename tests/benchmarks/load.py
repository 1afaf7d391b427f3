"""Many tabs at once on one TensorBoard, while trainings write: answers, times, and memory.

    python -m tests.benchmarks.load                          50 tabs, 200 runs, 3 trainings
    python -m tests.benchmarks.load --tabs 8 --runs 20 --seconds 20 --modes python_reader

Asks nobody but its own servers on this machine. Ends with 1 where an answer was not right or did
not come, or a row was lost; times are a property of a machine, and asserted nowhere.
"""

from __future__ import annotations

import argparse
import dataclasses
import pathlib
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence

import rich.box
import rich.table
from rich.console import Console

import tb_gradplugin as tbg
from tests.benchmarks import live_training, many_runs
from tests.benchmarks.tabs import Served, Tab
from tests.end_to_end.servers import MODES, TensorBoard, data_server_is_available

_ROOT = pathlib.Path(__file__).resolve().parents[2]
_PATIENCE_SECONDS = 300


@dataclasses.dataclass
class Load:
    """What was measured in one mode.

    Attributes:
      served: what the tabs were answered.
      seconds: that the tabs were there.
      megabytes: resident memory of TensorBoard and its data server together, second by second.
      rows: that the trainings wrote meanwhile.
      lost: rows of them that TensorBoard did not show in the end.
      output: what TensorBoard said.
    """

    served: Served
    seconds: float = 0.0
    megabytes: list[float] = dataclasses.field(default_factory=list)
    rows: int = 0
    lost: int = 0
    output: str = ""

    @property
    def errors(self) -> list[str]:
        """Everything that went wrong, a line each."""
        complaints = [
            line
            for line in self.output.splitlines()
            if "Traceback" in line or "In 3.0" in line or "Error" in line
        ]
        lost = [f"{self.lost} rows of the trainings are not shown"] if self.lost else []
        return [*self.served.errors, *lost, *complaints]


def measured(
    logdir: pathlib.Path,
    mode: str,
    *,
    tabs: int,
    trainings: int,
    seconds: float,
    pause_seconds: float,
) -> Load:
    """Lets tabs live on the runs of a folder while trainings write into it.

    Args:
      logdir: of finished runs.
      mode: in which TensorBoard reads.
      tabs: at once.
      trainings: at once.
      seconds: for which the tabs live.
      pause_seconds: that a person takes between two things, on average.
    """
    finished = sorted(path.name for path in logdir.iterdir())
    load = Load(Served())
    live = {f"live_{mode}_{number}": number for number in range(trainings)}
    processes: list[subprocess.Popen] = []
    try:
        with TensorBoard(logdir, mode=mode) as server:
            processes += [_start(logdir / run, number) for run, number in live.items()]
            _wait_for_runs(server, len(finished) + trainings)
            end = threading.Event()
            watch = threading.Thread(target=_watch, args=(server.pid, load.megabytes, end))
            watch.start()
            begun = time.monotonic()
            _let_live(server, logdir, finished, load.served, tabs, seconds, pause_seconds)
            load.seconds = time.monotonic() - begun
            _stop(processes)
            for run in live:
                steps = tbg.read(logdir / run).steps
                load.rows += len(steps)
                load.lost += _not_shown(server, run, len(steps))
            end.set()
            watch.join()
            load.output = server.output
    finally:
        _stop(processes)
    return load


def _start(folder: pathlib.Path, seed: int) -> subprocess.Popen:
    command = [sys.executable, "-m", live_training.__name__, str(folder), str(seed)]
    return subprocess.Popen(command, cwd=_ROOT, stdin=subprocess.PIPE, stderr=subprocess.DEVNULL)


def _stop(processes: Sequence[subprocess.Popen]) -> None:
    """Lets trainings end by themselves."""
    for process in processes:
        if process.stdin and not process.stdin.closed:
            process.stdin.close()
    for process in processes:
        process.wait(_PATIENCE_SECONDS)


def _wait_for_runs(server: TensorBoard, count: int) -> None:
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while len(server.runs()) < count:
        if time.monotonic() > deadline:
            raise RuntimeError(f"All {count} runs must be there.\n{server.output}")
        time.sleep(0.5)


def _let_live(
    server: TensorBoard,
    logdir: pathlib.Path,
    finished: Sequence[str],
    served: Served,
    tabs: int,
    seconds: float,
    pause_seconds: float,
) -> None:
    deadline = time.monotonic() + seconds
    threads = [
        threading.Thread(
            target=Tab(server, logdir, finished, served).live, args=(seed, deadline, pause_seconds)
        )
        for seed in range(tabs)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _not_shown(server: TensorBoard, run: str, rows: int) -> int:
    """How many of the last rows are missing after TensorBoard had time to read on."""
    expected = min(rows, 1000)
    deadline = time.monotonic() + 60
    shown = -1
    while shown < expected and time.monotonic() < deadline:
        shown = len(server.statistic(run, "l2_norm").steps)
        time.sleep(0.5)
    return max(0, expected - shown)


def _watch(process: int, megabytes: list[float], end: threading.Event) -> None:
    while not end.wait(1.0):
        megabytes.append(sum(map(resident_megabytes, (process, *_children(process)))))


def _children(process: int) -> list[int]:
    path = pathlib.Path(f"/proc/{process}/task/{process}/children")
    return [int(child) for child in path.read_text().split()] if path.exists() else []


def resident_megabytes(process: int) -> float:
    """What a process has in memory now, in millions of bytes; 0 where it has ended."""
    try:
        status = pathlib.Path(f"/proc/{process}/status").read_text(encoding="ascii")
    except OSError:
        return 0.0  # It has ended, or this is no Linux.
    fields = dict(line.split(":", 1) for line in status.splitlines())
    return int(fields.get("VmRSS", "0").split()[0]) * 1024 / 1e6


def table(found: dict[str, Load]) -> rich.table.Table:
    """One line for each mode, and one for each of its routes."""
    made = rich.table.Table(box=rich.box.SIMPLE_HEAD, pad_edge=False)
    made.add_column("read by")
    made.add_column("route")
    columns = ("requests", "a second", "median", "95 %", "longest", "errors", "memory: first")
    for column in (*columns, "half-way", "last", "most"):
        made.add_column(column, justify="right")
    for mode, load in found.items():
        everything = [one for times in load.served.seconds.values() for one in times]
        half = load.megabytes[len(load.megabytes) // 2]
        memory = (load.megabytes[0], half, load.megabytes[-1], max(load.megabytes))
        made.add_row(
            *(mode, "all", *_times(everything, load.seconds), f"{len(load.errors):,}"),
            *(f"{megabytes:,.0f} MB" for megabytes in memory),
        )
        for route, times in sorted(load.served.seconds.items()):
            made.add_row("", route, *_times(times, load.seconds))
        made.add_section()
    return made


def _times(times: Sequence[float], seconds: float) -> tuple[str, ...]:
    last = statistics.quantiles(times, n=20)[-1] if len(times) > 1 else times[0]
    shown = (statistics.median(times), last, max(times))
    rate = f"{len(times) / seconds:,.1f}"
    return (f"{len(times):,}", rate, *(f"{1e3 * one:,.0f} ms" for one in shown))


def parsed_options() -> argparse.Namespace:
    """What was asked for on the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    modes = [mode for mode in MODES if mode != "data_server" or data_server_is_available()]
    add = parser.add_argument
    add("--tabs", type=int, default=50, help="at once (default: 50)")
    add("--runs", type=int, default=200, help="finished ones (default: 200)")
    add("--trainings", type=int, default=3, help="that write meanwhile (default: 3)")
    add("--seconds", type=float, default=60, help="in each mode (default: 60)")
    add("--pause", type=float, default=1.0, help="seconds of a person's pauses (default: 1)")
    add("--modes", nargs="+", choices=modes, default=modes, help="default: all")
    return parser.parse_args()


def main() -> int:
    """Returns the exit code."""
    options = parsed_options()
    progress = Console(stderr=True)
    found: dict[str, Load] = {}
    for mode in options.modes:
        with tempfile.TemporaryDirectory() as name:
            logdir = pathlib.Path(name)
            progress.print(f"{mode}: recording")
            many_runs.write(logdir, options.runs)
            progress.print(f"{mode}: {options.tabs} tabs for {options.seconds:.0f} s")
            found[mode] = measured(
                logdir,
                mode,
                tabs=options.tabs,
                trainings=options.trainings,
                seconds=options.seconds,
                pause_seconds=options.pause,
            )
    output = Console(width=None if sys.stdout.isatty() else 160, highlight=False)
    output.print(table(found))
    for mode, load in found.items():
        output.print(
            f"{mode}: {options.tabs} tabs on {options.runs} runs for {load.seconds:.0f} s, while "
            f"{options.trainings} trainings wrote {load.rows:,} rows, of which {load.lost} are not "
            f"shown; {load.served.compared:,} matrices compared with the log."
        )
        for error in load.errors[:20]:
            output.print(f"  {error}")
    return int(any(load.errors for load in found.values()))


if __name__ == "__main__":
    sys.exit(main())
