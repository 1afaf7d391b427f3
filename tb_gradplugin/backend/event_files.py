"""The event files of one run: which they are, and what stands in them."""

from __future__ import annotations

import os
import pathlib
from collections.abc import Callable, Iterator

from google.protobuf.message import DecodeError
from tensorboard.compat.proto import event_pb2

from tb_gradplugin.backend.record_files import RecordFile
from tb_gradplugin.schema.tags import PLUGIN_NAME

_OURS = PLUGIN_NAME.encode()
"""What every event of ours holds: its tags begin so, and their metadata names it."""


def paths(folder: pathlib.Path) -> list[pathlib.Path]:
    """The event files directly in `folder`, in the order in which TensorBoard takes them."""
    return sorted(path for path in folder.iterdir() if _is_named_so(path) and path.is_file())


def events(folder: pathlib.Path, notes: list[str]) -> Iterator[event_pb2.Event]:
    """The events in `folder` that may be ours, one at a time.

    Args:
      folder: of one run.
      notes: see `events_of_file`.
    """
    for path in paths(folder):
        yield from events_of_file(path, notes)


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
    file = RecordFile(path)
    try:
        for payload in file.payloads():
            advance(len(payload))
            if _OURS not in payload:
                continue
            try:
                event = event_pb2.Event.FromString(payload)
            except DecodeError:
                foreign += 1
                continue
            yield event
        notes += about_damage(file)
    except OSError as error:
        said = f"read up to byte {file.position}" if file.position else "left out"
        notes.append(f"`{path.name}` is {said}: it must be readable. Received: {error}")
    if foreign:
        notes.append(f"{foreign} records of `{path.name}` are left out: each must be an Event.")


def about_damage(file: RecordFile) -> list[str]:
    """What of a file that was read to its end is no record, in a sentence or two."""
    name = file.path.name
    sentences = []
    if not file.size and _is_named_ours(file.path):
        sentences.append(f"`{name}` is empty: nothing of what it was made for has arrived.")
    if len(file.gaps) == 1:
        (gap,) = file.gaps
        sentences.append(
            f"Bytes {gap.start} to {gap.end} of `{name}` are left out: each record must be whole."
        )
    elif file.gaps:
        damaged = sum(gap.end - gap.start for gap in file.gaps)
        sentences.append(
            f"{len(file.gaps)} pieces of `{name}` are left out, {damaged} bytes in all from byte "
            f"{file.gaps[0].start} on: each record must be whole."
        )
    if file.tail is not None:
        sentences.append(
            f"`{name}` is read up to byte {file.tail.start} of {file.tail.end}: the record there "
            "must be whole."
        )
    return sentences


def runs_below(folder: pathlib.Path) -> Iterator[str]:
    """Relative names of the folders in `folder` that have gradient health, in order."""
    visited: set[str] = set()
    for parent, children, _ in os.walk(folder, followlinks=True):
        children[:] = sorted(_not_visited(parent, children, visited))
        run = pathlib.Path(parent)
        if run != folder and has_ours(run):
            yield run.relative_to(folder).as_posix()


def _is_named_so(path: pathlib.Path) -> bool:
    # What the profiler leaves behind holds no summaries, and TensorBoard passes it over.
    return "tfevents" in path.name and not path.name.endswith(".profile-empty")


def has_ours(folder: pathlib.Path) -> bool:
    """Whether a folder has gradient health, or a file of ours of which nothing can be read.

    A folder that is gone by now has none.
    """
    try:
        return any(map(_is_ours, paths(folder)))
    except FileNotFoundError:
        return False


def _is_ours(path: pathlib.Path) -> bool:
    file = RecordFile(path)
    try:
        if any(_OURS in payload for payload in file.payloads()):
            return True
    except OSError:
        return _is_named_ours(path)
    return _is_named_ours(path) and bool(about_damage(file))


def _is_named_ours(path: pathlib.Path) -> bool:
    # As the recorder names its files; those of `tf.summary` have other names.
    return path.suffix == f".{PLUGIN_NAME}"


def _not_visited(parent: str, children: list[str], visited: set[str]) -> list[str]:
    """The sub-folders that were not met before, by whatever link; they count as met now."""
    found = {os.path.realpath(os.path.join(parent, child)): child for child in children}
    new = [child for path, child in found.items() if path not in visited]
    visited.update(found)
    return new
