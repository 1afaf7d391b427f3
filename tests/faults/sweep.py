"""Puts faults into a log and asks what is read of it; see `oracle` for what there is to read."""

from __future__ import annotations

import contextlib
import dataclasses
import io
import json
import pathlib
import shutil
import time
from collections.abc import Iterable

import tb_gradplugin as tbg
from tb_gradplugin.backend.record_files import RecordFile
from tb_gradplugin.cli.main import main
from tests.faults import oracle
from tests.faults.injected import Fault, every_bit_flipped
from tests.faults.oracle import Compared

_EXIT_STATUSES = {"healthy": 0, "unhealthy": 1, "nothing": 2}


@dataclasses.dataclass
class Outcome:
    """What came of one kind of fault.

    Attributes:
      faults: how many were injected.
      rows: how those that were read differ from those that can be read.
      unsaid: faults of which no text says what cannot be read.
      wrong: a sentence for each fault to which the answer was wrong in another way.
      seconds: that it took.
    """

    faults: int = 0
    rows: Compared = dataclasses.field(default_factory=Compared)
    unsaid: int = 0
    wrong: list[str] = dataclasses.field(default_factory=list)
    seconds: float = 0.0

    @property
    def is_good(self) -> bool:
        """Whether nothing is lost, invented, unsaid or wrong."""
        return not (self.rows.lost or self.rows.invented or self.unsaid or self.wrong)


def put(folder: pathlib.Path, fault: Fault) -> list[str]:
    """Makes the files of a run, named as the recorder names them; returns the names."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    names = []
    for number, content in enumerate(fault.files):
        names.append(f"events.out.tfevents.170000000{number}.host.gradient_health")
        (folder / names[-1]).write_bytes(content)
    return names


def through_read(folder: pathlib.Path, faults: Iterable[Fault]) -> dict[str, Outcome]:
    """What `tbg.read` gives, by kind of fault."""
    outcomes: dict[str, Outcome] = {}
    for number, fault in enumerate(faults):
        outcome = outcomes.setdefault(fault.kind, Outcome())
        begun = time.perf_counter()
        names = put(folder, fault)
        can_be_read = oracle.readable(fault.files)
        try:
            log = tbg.read(folder)
        except ValueError as error:
            read, said = {}, str(error)
        else:
            read, said = oracle.rows_of(log), " ".join(log.notes)
            if not oracle.has_same_messages(can_be_read, log):
                outcome.wrong.append(f"fault {number} ({fault.kind}): other messages")
        outcome.faults += 1
        outcome.rows += oracle.compared(can_be_read.shown, read)
        outcome.unsaid += not can_be_read.is_whole and not any(name in said for name in names)
        outcome.seconds += time.perf_counter() - begun
    return outcomes


def through_check(folder: pathlib.Path, faults: Iterable[Fault]) -> dict[str, Outcome]:
    """What `tb-gradplugin check` says, by kind of fault; its rows are those that it counts."""
    outcomes: dict[str, Outcome] = {}
    for number, fault in enumerate(faults):
        outcome = outcomes.setdefault(fault.kind, Outcome())
        begun = time.perf_counter()
        names = put(folder / "run", fault)
        can_be_read = oracle.readable(fault.files)
        status, printed = _checked(folder)
        expected = len(can_be_read.shown)
        counted = _counted_rows(printed)
        lost, invented = max(0, expected - counted), max(0, counted - expected)
        outcome.faults += 1
        outcome.rows += Compared(expected, counted, lost, invented)
        outcome.unsaid += not can_be_read.is_whole and not any(name in printed for name in names)
        if status != _expected_status(can_be_read):
            outcome.wrong.append(f"fault {number} ({fault.kind}): exit status {status}")
        outcome.seconds += time.perf_counter() - begun
    return outcomes


def _checked(folder: pathlib.Path) -> tuple[int, str]:
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            status = main(["check", str(folder), "--format", "json"])
        except SystemExit as exit_of_parser:
            status = exit_of_parser.code
    return status, out.getvalue() or err.getvalue()


def _counted_rows(printed: str) -> int:
    try:
        return sum(run.get("rows") or 0 for run in json.loads(printed)["runs"])
    except json.JSONDecodeError:
        return 0


def _expected_status(can_be_read: oracle.Readable) -> int:
    """By the states alone: the log is sick from its first row on."""
    return _EXIT_STATUSES["unhealthy" if can_be_read.shown else "nothing"]


def through_records(path: pathlib.Path, content: bytes, stride: int = 1) -> Outcome:
    """Every bit flipped, one at a time: what the reader of records gives of all others.

    Args:
      path: at which the damaged file is made.
      content: of the whole file.
      stride: every so many bits only.
    """
    outcome = Outcome()
    begun = time.perf_counter()
    starts = dict(oracle.whole_records(content))
    ends = [start + 16 + len(payload) for start, payload in starts.items()]
    payloads = list(starts.values())
    for bit, damaged in enumerate(every_bit_flipped(content)):
        if bit % stride:
            continue
        path.write_bytes(damaged)
        file = RecordFile(path)
        read = list(file.payloads())
        hit = sum(end <= bit // 8 for end in ends)
        expected = payloads[:hit] + payloads[hit + 1 :]
        outcome.faults += 1
        lost = len(expected) - sum(map(read.__contains__, expected))
        invented = len(read) - sum(map(expected.__contains__, read))
        outcome.rows += Compared(len(expected), len(read), lost, invented)
        outcome.unsaid += not (file.gaps or file.tail)
    outcome.seconds = time.perf_counter() - begun
    return outcome
