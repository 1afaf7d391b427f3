"""The event files of one run: which they are, and what stands in them.

A record is its length, the checksum of the length, the payload and the checksum
of the payload, all little-endian. The checksums are masked CRC-32C.
"""

from __future__ import annotations

import os
import pathlib
import struct
from collections.abc import Callable, Iterator
from typing import BinaryIO

import google_crc32c
from google.protobuf.message import DecodeError
from tensorboard.compat.proto import event_pb2

from tb_gradplugin.schema.tags import PLUGIN_NAME

_LENGTH = struct.Struct("<Q")
_CHECKSUM = struct.Struct("<I")
_HEADER_BYTES = _LENGTH.size + _CHECKSUM.size
_BUFFER_BYTES = 1 << 20

MOST_RECORD_BYTES = 1 << 26
"""What a record of ours may have: enough for all that is recorded of 600,000 variables in a step.

Read into memory, a message may take forty times as much.
"""

_MOST_FOREIGN_BYTES = (1 << 31) - 1
"""What a message of protobuf can have at all."""

_OURS = PLUGIN_NAME.encode()
"""What every event of ours holds: its tags begin so, and their metadata names it."""


class DamagedFileError(ValueError):
    """A file cannot be read on from one of its records."""


def paths(folder: pathlib.Path) -> list[pathlib.Path]:
    """The event files directly in `folder`, in the order in which TensorBoard takes them."""
    return sorted(path for path in folder.iterdir() if _is_named_so(path) and path.is_file())


def events(
    folder: pathlib.Path, notes: list[str], advance: Callable[[int], None] = lambda _: None
) -> Iterator[event_pb2.Event]:
    """The events in `folder` that may be ours, one at a time.

    Args:
      folder: of one run.
      notes: see `events_of_file`.
      advance: see `events_of_file`.
    """
    for path in paths(folder):
        yield from events_of_file(path, notes, advance)


def events_of_file(
    path: pathlib.Path, notes: list[str], advance: Callable[[int], None] = lambda _: None
) -> Iterator[event_pb2.Event]:
    """The events in a file that may be ours, one at a time.

    Args:
      path: of the file.
      notes: gets a sentence where it cannot be read to its end, and where it has records that are
        no events.
      advance: is told the size of each payload in bytes, of whatever record.
    """
    foreign = 0
    oversized = 0
    try:
        for payload in records(path):
            if payload is None:
                oversized += 1
                continue
            advance(len(payload))
            if _OURS not in payload:
                continue
            try:
                event = event_pb2.Event.FromString(payload)
            except DecodeError:
                foreign += 1
                continue
            yield event
    except DamagedFileError as error:
        notes.append(str(error))
    except OSError as error:
        notes.append(f"`{path.name}` is left out: it must be readable. Received: {error}")
    if oversized:
        notes.append(
            f"{oversized} records of `{path.name}` are left out: each must have at most "
            f"{MOST_RECORD_BYTES:,} bytes."
        )
    if foreign:
        notes.append(f"{foreign} records of `{path.name}` are left out: each must be an Event.")


def runs_below(folder: pathlib.Path) -> Iterator[str]:
    """Relative names of the folders in `folder` that have gradient health, in order."""
    visited: set[str] = set()
    for parent, children, _ in os.walk(folder, followlinks=True):
        children[:] = sorted(_not_visited(parent, children, visited))
        run = pathlib.Path(parent)
        if run != folder and any(map(mentions_us, paths(run))):
            yield run.relative_to(folder).as_posix()


def records(path: pathlib.Path) -> Iterator[bytes | None]:
    """The payloads of a file, one at a time.

    A record of more than `MOST_RECORD_BYTES` is passed over if it is not ours; if it may be ours,
    None stands for it. Neither is held in memory.

    Raises:
      DamagedFileError: a record is cut off, or does not have the checksum that
        it should have. A file that is still being written may end in the
        middle of a record.
      OSError: the file cannot be read.
    """
    with path.open("rb", buffering=_BUFFER_BYTES) as file:
        position = 0
        size = os.fstat(file.fileno()).st_size
        while header := file.read(_HEADER_BYTES):
            payload: bytes | None = b""
            crc = -1
            if _is_checked(google_crc32c.value(header[: _LENGTH.size]), header[_LENGTH.size :]):
                (length,) = _LENGTH.unpack_from(header)
                end = position + _HEADER_BYTES + length + _CHECKSUM.size
                if end > size:
                    size = os.fstat(file.fileno()).st_size  # It may have grown.
                # Else a length out of the blue would be asked of the memory.
                if end <= size and length <= MOST_RECORD_BYTES:
                    payload = file.read(length)
                    crc = google_crc32c.value(payload)
                elif end <= size and length <= _MOST_FOREIGN_BYTES:
                    payload, crc = _looked_through(file, length)
            if crc < 0 or not _is_checked(crc, file.read(_CHECKSUM.size)):
                raise DamagedFileError(
                    f"`{path.name}` is read up to byte {position} of "
                    f"{os.fstat(file.fileno()).st_size}: the record there must be whole."
                )
            position = end
            yield payload


def _looked_through(file: BinaryIO, length: int) -> tuple[bytes | None, int]:
    """None if a payload may be ours, else nothing of it; and its checksum."""
    is_ours, crc, before = False, 0, b""
    while length:
        piece = file.read(min(length, _BUFFER_BYTES))
        if not piece:
            return None, -1  # It has become shorter.
        length -= len(piece)
        crc = google_crc32c.extend(crc, piece)
        is_ours = is_ours or _OURS in before + piece
        before = piece[-len(_OURS) :]
    return None if is_ours else b"", crc


def _is_checked(crc: int, checksum: bytes) -> bool:
    masked = (((crc >> 15) | (crc << 17)) + 0xA282EAD8) & 0xFFFFFFFF
    return checksum == _CHECKSUM.pack(masked)


def _is_named_so(path: pathlib.Path) -> bool:
    # What the profiler leaves behind holds no summaries, and TensorBoard passes it over.
    return "tfevents" in path.name and not path.name.endswith(".profile-empty")


def mentions_us(path: pathlib.Path) -> bool:
    """Whether an event in a file may be ours; what cannot be read mentions nothing."""
    try:
        return any(payload is None or _OURS in payload for payload in records(path))
    except (DamagedFileError, OSError):
        return False


def _not_visited(parent: str, children: list[str], visited: set[str]) -> list[str]:
    """The sub-folders that were not met before, by whatever link; they count as met now."""
    found = {os.path.realpath(os.path.join(parent, child)): child for child in children}
    new = [child for path, child in found.items() if path not in visited]
    visited.update(found)
    return new
