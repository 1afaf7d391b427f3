"""Faults: what may become of the event file of a run."""

from __future__ import annotations

import collections
import dataclasses
import itertools
import random
import struct
from collections.abc import Callable, Iterable, Iterator

from tests.event_logs import checksum, framed
from tests.faults.oracle import whole_records

_SECTOR = 512
_GARBAGE_SIZES = (1, 7, 16, 300)

IMPOSSIBLE_LENGTH = "impossible length"
NO_EVENT = "record that is no event"


@dataclasses.dataclass(frozen=True)
class Fault:
    """The files of a run after something happened to one; in the order of their names."""

    kind: str
    files: tuple[bytes, ...]


def of_one_file(content: bytes) -> Iterator[Fault]:
    """Everything that is done to one complete file, kind by kind."""
    for kind, make in _KINDS.items():
        for damaged in make(content):
            yield Fault(kind, (damaged,))


def of_two_files(first: bytes, second: bytes) -> Iterator[Fault]:
    """The same to either of two files, of which the second restarts at an earlier step."""
    yield Fault("restart at an earlier step", (first, second))
    yield Fault("an empty file", (first, b""))
    yield Fault("an empty file", (b"", second))
    for kind in ("cut off", "a bit flipped"):
        for place, damaged in enumerate(_KINDS[kind](second)):
            if place % 50 == 0:
                yield Fault(f"restart, and {kind}", (first, damaged))
        for place, damaged in enumerate(_KINDS[kind](first)):
            if place % 50 == 0:
                yield Fault(f"{kind} before a restart", (damaged, second))


def sampled(faults: Iterable[Fault], stride: int) -> Iterator[Fault]:
    """Every so many of each kind, from the first one on, and the last of each."""
    met: collections.Counter[str] = collections.Counter()
    last: dict[str, Fault] = {}
    for fault in faults:
        if met[fault.kind] % stride == 0:
            last.pop(fault.kind, None)
            yield fault
        else:
            last[fault.kind] = fault
        met[fault.kind] += 1
    yield from last.values()


def every_bit_flipped(content: bytes) -> Iterator[bytes]:
    """Each bit of a file, one at a time."""
    for place in range(8 * len(content)):
        yield _flipped(content, place // 8, place % 8)


def _flipped(content: bytes, place: int, bit: int) -> bytes:
    return content[:place] + bytes([content[place] ^ 1 << bit]) + content[place + 1 :]


def _cut_off(content: bytes) -> Iterator[bytes]:
    for size in range(len(content)):
        yield content[:size]


def _bit_flipped(content: bytes) -> Iterator[bytes]:
    for place in range(len(content)):
        yield _flipped(content, place, place % 8)


def _wrong_length_checksum(content: bytes) -> Iterator[bytes]:
    for start, _ in whole_records(content):
        yield content[: start + 8] + b"\xff\x00\xff\x00" + content[start + 12 :]


def _wrong_payload_checksum(content: bytes) -> Iterator[bytes]:
    for start, payload in whole_records(content):
        end = start + 12 + len(payload)
        yield content[:end] + b"\xff\x00\xff\x00" + content[end + 4 :]


def _wrong_length(content: bytes) -> Iterator[bytes]:
    """With a checksum that fits, so that only the payload's own tells."""
    for start, payload in whole_records(content):
        for length in (0, 1, len(payload) - 1, len(payload) + 1, len(payload) + 16):
            yield _with_length(content, start, length)


def _impossible_length(content: bytes) -> Iterator[bytes]:
    for start, _ in whole_records(content):
        for length in (2**31, 2**62, 2**64 - 1):
            yield _with_length(content, start, length)


def _with_length(content: bytes, start: int, length: int) -> bytes:
    packed = struct.pack("<Q", length)
    return content[:start] + packed + checksum(packed) + content[start + 12 :]


def _garbage_inserted(content: bytes) -> Iterator[bytes]:
    source = random.Random(0)
    for start, payload in whole_records(content):
        for size in _GARBAGE_SIZES:
            garbage = source.randbytes(size)
            yield content[:start] + garbage + content[start:]
            inside = start + 12 + source.randrange(len(payload))
            yield content[:inside] + garbage + content[inside:]


def _bytes_missing(content: bytes) -> Iterator[bytes]:
    source = random.Random(1)
    for start, payload in whole_records(content):
        for size in _GARBAGE_SIZES:
            place = start + source.randrange(12 + len(payload))
            yield content[:place] + content[place + size :]


def _sector_of(fill: Callable[[], bytes]) -> Callable[[bytes], Iterator[bytes]]:
    def damaged(content: bytes) -> Iterator[bytes]:
        for place in range(0, len(content), _SECTOR):
            yield (content[:place] + fill() + content[place + _SECTOR :])[: len(content)]

    return damaged


def _zeros_at_the_end(content: bytes) -> Iterator[bytes]:
    for start, payload in whole_records(content):
        for end in (start, start + 6, start + 16 + len(payload)):
            yield content[:end] + bytes(4096)


def _record_missing(content: bytes) -> Iterator[bytes]:
    for start, payload in whole_records(content):
        yield content[:start] + content[start + 16 + len(payload) :]


def _record_twice(content: bytes) -> Iterator[bytes]:
    for start, payload in whole_records(content):
        yield content[:start] + framed(payload) + content[start:]


def _records_swapped(content: bytes) -> Iterator[bytes]:
    records = list(whole_records(content))
    for (start, first), (_, second) in itertools.pairwise(records):
        end = start + 32 + len(first) + len(second)
        yield content[:start] + framed(second) + framed(first) + content[end:]


def _no_event(content: bytes) -> Iterator[bytes]:
    """A record that is whole, and is no Event."""
    for start, _ in whole_records(content):
        yield content[:start] + framed(b"\xff\xff gradient_health") + content[start:]


def _nothing_but_garbage(content: bytes) -> Iterator[bytes]:
    source = random.Random(2)
    yield from (b"", b"\0" * len(content), source.randbytes(len(content)), b"gradient_health")


_KINDS: dict[str, Callable[[bytes], Iterator[bytes]]] = {
    "cut off": _cut_off,
    "a bit flipped": _bit_flipped,
    "wrong checksum of a length": _wrong_length_checksum,
    "wrong checksum of a payload": _wrong_payload_checksum,
    "wrong length": _wrong_length,
    IMPOSSIBLE_LENGTH: _impossible_length,
    "garbage inserted": _garbage_inserted,
    "bytes missing": _bytes_missing,
    "sector of zeros": _sector_of(lambda: bytes(_SECTOR)),
    "sector of garbage": _sector_of(lambda: random.Random(3).randbytes(_SECTOR)),
    "zeros at the end": _zeros_at_the_end,
    "record missing": _record_missing,
    "record there twice": _record_twice,
    "records swapped": _records_swapped,
    NO_EVENT: _no_event,
    "nothing but garbage": _nothing_but_garbage,
}
