"""The event files of one run: which they are, and what stands in them."""

from __future__ import annotations

import os
import pathlib
from collections.abc import Callable, Iterable, Iterator

from google.protobuf.message import DecodeError
from tensorboard.compat.proto import event_pb2

from tb_gradplugin.backend import record_files
from tb_gradplugin.backend.record_files import OURS, RecordFile
from tb_gradplugin.backend.row_times import RowTimes
from tb_gradplugin.schema.tags import PLUGIN_NAME


def paths(folder: pathlib.Path) -> list[pathlib.Path]:
    """The event files directly in `folder`, in the order in which TensorBoard takes them."""
    return sorted(path for path in folder.iterdir() if _is_named_so(path) and path.is_file())


def events(
    files: Iterable[pathlib.Path],
    notes: list[str],
    advance: Callable[[int], None] = lambda _: None,
) -> Iterator[tuple[pathlib.Path, event_pb2.Event]]:
    """The events of a run that may be ours, one at a time, each with its file.

    Args:
      files: of the run.
      notes: gets a sentence where one cannot be read to its end, where it has records that are no
        events, and where two were written at the same time.
      advance: is told the size of each payload in bytes, of whatever record.
    """
    times = RowTimes()
    for path in files:
        for event in _events_of_file(path, notes, advance, times):
            yield path, event
    notes += times.sentences()


def _events_of_file(
    path: pathlib.Path, notes: list[str], advance: Callable[[int], None], times: RowTimes
) -> Iterator[event_pb2.Event]:
    foreign = 0
    file = RecordFile(path)
    try:
        for payload in file.payloads():
            advance(len(payload))
            if not mentions_us(payload):
                continue
            try:
                event = event_pb2.Event.FromString(payload)
            except DecodeError:
                foreign += 1
                continue
            times.see(path.name, payload)
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
    if not file.size and is_named_ours(file.path):
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
    if file.oversized:
        sentences.append(
            f"{file.oversized} records of `{name}` are left out: each must have at most "
            f"{record_files.MOST_RECORD_BYTES:,} bytes."
        )
    return sentences


def folders(folder: pathlib.Path) -> Iterator[pathlib.Path]:
    """`folder` and those below it, in order, links followed; each is there once."""
    visited: set[str] = set()
    for parent, children, _ in os.walk(folder, followlinks=True):
        children[:] = sorted(_not_visited(parent, children, visited))
        yield pathlib.Path(parent)


def runs_below(folder: pathlib.Path) -> Iterator[str]:
    """Relative names of the folders in `folder` that have gradient health, in order."""
    for run in folders(folder):
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


def mentions_us(payload: bytes) -> bool:
    """Whether an event, serialized, may be ours."""
    return OURS in payload


def is_event(payload: bytes) -> bool:
    """Whether a payload is an event, serialized."""
    try:
        event_pb2.Event.FromString(payload)
    except DecodeError:
        return False
    return True


def is_named_ours(path: pathlib.Path) -> bool:
    """Whether a file bears the name that the recorder gives; those of `tf.summary` do not."""
    return path.suffix == f".{PLUGIN_NAME}"


def _is_ours(path: pathlib.Path) -> bool:
    file = RecordFile(path)
    try:
        if any(map(mentions_us, file.payloads())):
            return True
    except OSError:
        return is_named_ours(path)
    return file.oversized > 0 or (is_named_ours(path) and bool(about_damage(file)))


def _not_visited(parent: str, children: list[str], visited: set[str]) -> list[str]:
    """The sub-folders that were not met before, by whatever link; they count as met now."""
    found = {os.path.realpath(os.path.join(parent, child)): child for child in children}
    new = [child for path, child in found.items() if path not in visited]
    visited.update(found)
    return new
