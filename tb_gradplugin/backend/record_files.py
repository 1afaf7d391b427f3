"""The framing of an event file: its records, one after the other, past what is damaged.

A record is its length, the checksum of the length, the payload and the checksum
of the payload, all little-endian. The checksums are masked CRC-32C.
"""

from __future__ import annotations

import dataclasses
import os
import pathlib
import re
import struct
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

import google_crc32c

from tb_gradplugin.schema.tags import PLUGIN_NAME

MOST_RECORD_BYTES = 1 << 26
"""What a record of ours may have: enough for all that is recorded of 600,000 variables in a step.

Read into memory, a message may take forty times as much.
"""

OURS = PLUGIN_NAME.encode()
"""What every event of ours holds: its tags begin so, and their metadata names it."""

_LENGTH = struct.Struct("<Q")
_CHECKSUM = struct.Struct("<I")
_HEADER_BYTES = _LENGTH.size + _CHECKSUM.size
_BUFFER_BYTES = 1 << 20
_SEARCHED_BYTES = 1 << 20

_PLAUSIBLE = re.compile(rb"(?=(?!\0{4}).{4}\0{4})", re.DOTALL)
"""A length of 1 byte to 4 GiB."""


class _Record(NamedTuple):
    """`size` and `crc` are those of the payload, which is None where it is too large to hold."""

    payload: bytes | None
    size: int
    crc: int
    may_be_ours: bool = False


@dataclasses.dataclass(frozen=True)
class Gap:
    """The bytes from `start` up to, not with, `end`: they hold no whole record."""

    start: int
    end: int


class RecordFile:
    """Reads a file on from where it was left.

    Attributes:
      path: of the file.
      position: up to which it has been read, in bytes: the end of the last whole record.
      size: of the file when it was last looked at, in bytes.
      gaps: what lies between whole records and is none, in order.
      oversized: how many records may be ours and have more than `MOST_RECORD_BYTES`.
    """

    def __init__(self, path: pathlib.Path) -> None:
        """Opens nothing yet."""
        self.path = path
        self.position = 0
        self.size = 0
        self.gaps: list[Gap] = []
        self.oversized = 0

    @property
    def tail(self) -> Gap | None:
        """What follows the last whole record: damaged, cut off, or still being written."""
        return Gap(self.position, self.size) if self.position < self.size else None

    def start_of(self, payload: bytes) -> int:
        """Where the record starts whose payload came last."""
        return self.position - len(payload) - _HEADER_BYTES - _CHECKSUM.size

    def payloads(self) -> Iterator[bytes]:
        """The payloads from `position` on, one at a time.

        One of more than `MOST_RECORD_BYTES` is passed over, and never held in memory.

        Raises:
          OSError: the file cannot be read.
        """
        with self.path.open("rb", buffering=_BUFFER_BYTES) as file:
            file.seek(self.position)
            self._look_at_size(file)
            while True:
                record = self._record(file, self.position)
                if record is None:
                    found = self._next_whole(file)
                    if found is None:
                        return
                    self.gaps.append(Gap(self.position, found))
                    self.position = found
                    file.seek(found)
                    continue
                self.position += _HEADER_BYTES + record.size + _CHECKSUM.size
                if record.payload is not None:
                    yield record.payload
                elif record.may_be_ours:
                    self.oversized += 1

    def _record(self, file: BinaryIO, start: int) -> _Record | None:
        """The record at `start`, where `file` stands; None where none is whole."""
        header = file.read(_HEADER_BYTES)
        if not _is_checked(header[: _LENGTH.size], header[_LENGTH.size :]):
            return None
        (length,) = _LENGTH.unpack_from(header)
        end = start + _HEADER_BYTES + length + _CHECKSUM.size
        if end > self.size:
            self._look_at_size(file)  # It may have grown.
            if end > self.size:
                return None  # Else a length out of the blue would be asked of the memory.
        read = _held if length <= MOST_RECORD_BYTES else _looked_through
        record = read(file, length)
        return record if file.read(_CHECKSUM.size) == _masked(record.crc) else None

    def _next_whole(self, file: BinaryIO) -> int | None:
        """Where the first whole record after `position` starts; None where there is none."""
        self._look_at_size(file)
        start = self.position + 1
        while start + _HEADER_BYTES <= self.size:
            file.seek(start)
            searched = file.read(_SEARCHED_BYTES)
            # Of a file, a crash may leave a long stretch of zeros: nothing to look through.
            for match in _PLAUSIBLE.finditer(searched if searched.strip(b"\0") else b""):
                place = match.start()
                length = searched[place : place + _LENGTH.size]
                checksum = searched[place + _LENGTH.size : place + _HEADER_BYTES]
                if _is_checked(length, checksum):
                    file.seek(start + place)
                    if self._record(file, start + place) is not None:
                        return start + place
            if len(searched) < _SEARCHED_BYTES:
                return None
            start += len(searched) - _HEADER_BYTES + 1
        return None

    def _look_at_size(self, file: BinaryIO) -> None:
        self.size = os.fstat(file.fileno()).st_size


def _held(file: BinaryIO, length: int) -> _Record:
    payload = file.read(length)
    return _Record(payload, length, google_crc32c.value(payload))


def _looked_through(file: BinaryIO, length: int) -> _Record:
    may_be_ours, crc, before = False, 0, b""
    missing = length
    while missing:
        piece = file.read(min(missing, _BUFFER_BYTES))
        if not piece:
            break  # It has become shorter, and no checksum follows.
        missing -= len(piece)
        crc = google_crc32c.extend(crc, piece)
        may_be_ours = may_be_ours or OURS in before + piece
        before = piece[-len(OURS) :]
    return _Record(None, length, crc, may_be_ours)


def _is_checked(content: bytes, checksum: bytes) -> bool:
    return checksum == _masked(google_crc32c.value(content))


def _masked(crc: int) -> bytes:
    return _CHECKSUM.pack((((crc >> 15) | (crc << 17)) + 0xA282EAD8) & 0xFFFFFFFF)
