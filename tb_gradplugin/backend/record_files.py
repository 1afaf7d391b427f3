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
from typing import BinaryIO

import google_crc32c

_LENGTH = struct.Struct("<Q")
_CHECKSUM = struct.Struct("<I")
_HEADER_BYTES = _LENGTH.size + _CHECKSUM.size
_BUFFER_BYTES = 1 << 20
_SEARCHED_BYTES = 1 << 20

_PLAUSIBLE = re.compile(rb"(?=(?!\0{4}).{4}\0{4})", re.DOTALL)
"""A length of 1 byte to 4 GiB."""


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
    """

    def __init__(self, path: pathlib.Path) -> None:
        """Opens nothing yet."""
        self.path = path
        self.position = 0
        self.size = 0
        self.gaps: list[Gap] = []

    @property
    def tail(self) -> Gap | None:
        """What follows the last whole record: damaged, cut off, or still being written."""
        return Gap(self.position, self.size) if self.position < self.size else None

    def start_of(self, payload: bytes) -> int:
        """Where the record starts whose payload came last."""
        return self.position - len(payload) - _HEADER_BYTES - _CHECKSUM.size

    def payloads(self) -> Iterator[bytes]:
        """The payloads from `position` on, one at a time.

        Raises:
          OSError: the file cannot be read.
        """
        with self.path.open("rb", buffering=_BUFFER_BYTES) as file:
            file.seek(self.position)
            self._look_at_size(file)
            while True:
                payload = self._record(file, self.position)
                if payload is None:
                    found = self._next_whole(file)
                    if found is None:
                        return
                    self.gaps.append(Gap(self.position, found))
                    self.position = found
                    file.seek(found)
                    continue
                self.position += _HEADER_BYTES + len(payload) + _CHECKSUM.size
                yield payload

    def _record(self, file: BinaryIO, start: int) -> bytes | None:
        """The payload of the record at `start`, where `file` stands; None where none is whole."""
        header = file.read(_HEADER_BYTES)
        if not _is_checked(header[: _LENGTH.size], header[_LENGTH.size :]):
            return None
        (length,) = _LENGTH.unpack_from(header)
        end = start + _HEADER_BYTES + length + _CHECKSUM.size
        if end > self.size:
            self._look_at_size(file)  # It may have grown.
            if end > self.size:
                return None  # Else a length out of the blue would be asked of the memory.
        payload = file.read(length)
        return payload if _is_checked(payload, file.read(_CHECKSUM.size)) else None

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


def _is_checked(content: bytes, checksum: bytes) -> bool:
    crc = google_crc32c.value(content)
    masked = (((crc >> 15) | (crc << 17)) + 0xA282EAD8) & 0xFFFFFFFF
    return checksum == _CHECKSUM.pack(masked)
