"""What can be read of a log, found out without any code of the product that reads.

The framing is taken apart by hand, and where a record is damaged every later
byte is tried as the start of the next one. Events and messages are decoded by
their published schemas, and numbers compared as bits.
"""

from __future__ import annotations

import dataclasses
import pathlib
import struct
from collections.abc import Iterable, Iterator

import google_crc32c
import numpy as np
from google.protobuf.message import DecodeError
from tensorboard.compat.proto import event_pb2

from tb_gradplugin.schema import gradient_health_pb2 as pb

Rows = dict[int, dict[str, bytes]]
"""Step -> kind of tag, with the chunk of a histogram -> the bytes of its numbers."""

_MESSAGES = {"counters": pb.Counters, "incident": pb.Incident, "findings": pb.Findings}


@dataclasses.dataclass
class Readable:
    """What stands in the whole records of some files.

    Attributes:
      rows: those that no later row of the same or an earlier step, and no later
        session, has replaced.
      names: of the variables, from the tables; empty where none can be read.
      messages: kind -> the last one of each tag.
      is_whole: whether every byte belongs to the record of an event, and there is one in each file.
    """

    rows: Rows = dataclasses.field(default_factory=dict)
    names: list[str] = dataclasses.field(default_factory=list)
    messages: dict[str, dict[str, object]] = dataclasses.field(default_factory=dict)
    is_whole: bool = True
    _wall_times: dict[int, float] = dataclasses.field(default_factory=dict)

    def replace(self, from_step: int, before: float = np.inf) -> None:
        """Forgets rows from a step on, as far as they were written before a time."""
        for step in [step for step in self.rows if step >= from_step]:
            if self._wall_times[step] < before:
                del self.rows[step]

    def add(self, step: int, wall_time: float, row: dict[str, bytes]) -> None:
        """Takes up the row that comes next."""
        self.replace(step)
        self.rows[step] = row
        self._wall_times[step] = wall_time

    @property
    def shown(self) -> Rows:
        """The rows, where the names of their variables are known."""
        return self.rows if self.names else {}


def readable(contents: Iterable[bytes], *, until_damage: bool = False) -> Readable:
    """What can be read of the files of a run, in the order of their names.

    Args:
      contents: of the files.
      until_damage: leave out what follows the first damaged record of a file, as
        TensorBoard does.
    """
    found = Readable()
    for content in contents:
        position = 0
        for start, payload in whole_records(content):
            if start != position:
                found.is_whole = False
                if until_damage:
                    break
            position = start + 16 + len(payload)
            try:
                event = event_pb2.Event.FromString(payload)
            except DecodeError:
                found.is_whole = False
                if until_damage:
                    break
                continue
            _take(found, event)
        found.is_whole &= position == len(content) > 0
    return found


def whole_records(content: bytes) -> Iterator[tuple[int, bytes]]:
    """The start and the payload of each record that is as it was written."""
    start = 0
    while start < len(content):
        payload = _record(content, start)
        if payload is None:
            start += 1
        else:
            yield start, payload
            start += 16 + len(payload)


def _record(content: bytes, start: int) -> bytes | None:
    header = content[start : start + 12]
    if len(header) < 12 or _masked_crc(header[:8]) != header[8:]:
        return None
    (length,) = struct.unpack("<Q", header[:8])
    end = start + 12 + length
    payload = content[start + 12 : end]
    checksum = content[end : end + 4]
    return payload if len(payload) == length and _masked_crc(payload) == checksum else None


def _masked_crc(content: bytes) -> bytes:
    crc = google_crc32c.value(content)
    return struct.pack("<I", ((crc >> 15 | crc << 17 & 0xFFFFFFFF) + 0xA282EAD8) % 2**32)


def _take(found: Readable, event: event_pb2.Event) -> None:
    row = {}
    for value in event.summary.value:
        plugin, _, rest = value.tag.partition("/")
        if plugin != "gradient_health":
            continue
        kind, _, *part = rest.split("/")
        if kind == "variables":
            table = pb.VariableTable.FromString(value.tensor.string_val[0])
            found.names = [variable.name for variable in table.variables]
            found.replace(table.session.initial_step, table.session.start_wall_time)
        elif kind in _MESSAGES:
            message = _MESSAGES[kind].FromString(value.tensor.string_val[0])
            found.messages.setdefault(kind, {})[value.tag] = message
        elif kind != "verdicts":
            row["/".join([kind, *part])] = value.tensor.tensor_content
    if row:
        found.add(event.step, event.wall_time, row)


@dataclasses.dataclass
class Compared:
    """How rows that were read differ from those that can be read."""

    expected: int = 0
    read: int = 0
    lost: int = 0
    invented: int = 0

    def __add__(self, other: Compared) -> Compared:
        return Compared(
            *(
                getattr(self, field.name) + getattr(other, field.name)
                for field in dataclasses.fields(self)
            )
        )


def compared(expected: Rows, read: Rows) -> Compared:
    """Row by row and bit by bit: a row that differs is both lost and invented.

    Args:
      expected: from `readable`.
      read: of the product; it may lack kinds that it cannot be asked for.
    """
    same = sum(step in expected and is_same(expected[step], row) for step, row in read.items())
    return Compared(len(expected), len(read), len(expected) - same, len(read) - same)


def is_same(expected: dict[str, bytes], read: dict[str, bytes]) -> bool:
    """Whether each of the numbers that were read has the bits that it should have."""
    return all(expected.get(kind) == numbers for kind, numbers in read.items())


def rows_of(log) -> Rows:
    """What `tbg.read` gives, in the form of `readable`; also messages that were counted in."""
    kinds = {"state": log.states, **log.statistics, **log.step_statistics}
    found: Rows = {}
    for place, step in enumerate(log.steps.tolist()):
        row = {kind: values[place] for kind, values in kinds.items()}
        row["histogram/0"] = log.histograms[place]
        found[step] = {kind: np.ascontiguousarray(values).tobytes() for kind, values in row.items()}
    return found


def has_same_messages(found: Readable, log) -> bool:
    """Whether counters, incidents and findings are those of the last readable messages."""
    if not found.names:
        return True
    counters = found.messages.get("counters", {}).values()
    incidents = found.messages.get("incident", {}).values()
    findings = found.messages.get("findings", {}).values()
    return (
        log.counters.steps.tolist() == [sum(c.steps for c in counters)] * len(found.names)
        and sorted(one.step for one in log.incidents) == sorted(one.step for one in incidents)
        # What two sessions have found alike is one finding of the log.
        and sorted(map(_cause, log.findings))
        == sorted({_cause(one) for message in findings for one in message.findings})
    )


def _cause(finding) -> tuple:
    """All that tells one finding from another, of a message as of the log."""
    places = tuple((place.file, place.line, place.source) for place in finding.locations)
    op = finding.op_type, finding.op_name
    return finding.code, finding.status, tuple(finding.variables), *op, places


def contents_of(folder: pathlib.Path) -> list[bytes]:
    """The files of a run in the order of their names."""
    return [path.read_bytes() for path in sorted(folder.iterdir()) if path.is_file()]
