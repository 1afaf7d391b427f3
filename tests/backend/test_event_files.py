"""Event files as they are, cut off, and damaged, against TensorBoard's own reader."""

import pathlib
import struct
import tracemalloc

import google_crc32c
import pytest
from tensorboard.backend.event_processing import (
    directory_watcher,
    event_file_loader,
    io_wrapper,
)
from tensorboard.compat.proto import event_pb2

from tb_gradplugin.backend import event_files
from tests import event_logs

PAYLOADS = [b"", b"a", b"gradient_health", bytes(range(256)) * 20]


def framed(payload: bytes) -> bytes:
    length = struct.pack("<Q", len(payload))
    return length + checksum(length) + payload + checksum(payload)


def checksum(content: bytes) -> bytes:
    crc = google_crc32c.value(content)
    rotated = (crc >> 15 | crc << 17) & 0xFFFFFFFF
    return struct.pack("<I", (rotated + 0xA282EAD8) % 2**32)


def tensorboards(path: pathlib.Path) -> list[bytes]:
    return list(event_file_loader.RawEventFileLoader(str(path)).Load())


def until_damage(path: pathlib.Path) -> tuple[list[bytes], str]:
    read = []
    try:
        read.extend(event_files.records(path))
    except event_files.DamagedFileError as error:
        return read, str(error)
    return read, ""


@pytest.fixture
def whole(tmp_path) -> pathlib.Path:
    path = tmp_path / "events.out.tfevents.1"
    path.write_bytes(b"".join(map(framed, PAYLOADS)))
    return path


def test_the_payloads_come_back_as_they_were_written(whole):
    assert list(event_files.records(whole)) == PAYLOADS == tensorboards(whole)


def test_an_empty_file_has_no_records(tmp_path):
    (tmp_path / "x").touch()
    assert list(event_files.records(tmp_path / "x")) == []


def test_a_file_that_is_cut_off_anywhere_is_read_to_its_last_whole_record(tmp_path):
    content = b"".join(map(framed, [b"first", b"second", b"third"]))
    ends = [0, 21, 43, 64]
    assert len(content) == ends[-1]
    path = tmp_path / "events.out.tfevents.1"
    for size in range(len(content) + 1):
        path.write_bytes(content[:size])
        read, error = until_damage(path)
        whole_records = sum(end <= size for end in ends[1:])
        assert read == [b"first", b"second", b"third"][:whole_records] == tensorboards(path)
        if size in ends:
            assert error == ""
        else:
            start = ends[whole_records]
            assert error == (
                f"`events.out.tfevents.1` is read up to byte {start} of {size}: "
                "the record there must be whole."
            )


def test_a_flipped_bit_anywhere_ends_the_file_at_its_record(tmp_path):
    content = b"".join(map(framed, [b"first", b"second", b"third"]))
    path = tmp_path / "events.out.tfevents.1"
    for place in range(len(content)):
        damaged = bytearray(content)
        damaged[place] ^= 1 << place % 8
        path.write_bytes(damaged)
        read, error = until_damage(path)
        record = sum(end <= place for end in (21, 43))
        assert read == [b"first", b"second", b"third"][:record] == tensorboards(path)
        assert f"up to byte {[0, 21, 43][record]} of 64" in error


@pytest.mark.parametrize("length", [2**31, 2**62, 2**64 - 1])
def test_a_length_beyond_the_file_asks_for_no_memory(tmp_path, length):
    path = tmp_path / "events.out.tfevents.1"
    packed = struct.pack("<Q", length)
    path.write_bytes(framed(b"first") + packed + checksum(packed) + b"rest")
    read, error = until_damage(path)
    assert read == [b"first"]
    assert "up to byte 21 of 37" in error


def test_a_file_is_read_in_constant_memory(tmp_path):
    path = tmp_path / "events.out.tfevents.1"
    one = framed(bytes(2**20))
    with path.open("wb") as file:
        for _ in range(64):
            file.write(one)
    tracemalloc.start()
    try:
        assert sum(map(len, event_files.records(path))) == 64 * 2**20
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 6 * 2**20


def test_the_files_of_a_run_are_those_that_tensorboard_takes_in_its_order(tmp_path):
    names = [
        *("events.out.tfevents.2.host", "events.out.tfevents.10.host", "events.out.tfevents.1.b"),
        *("events.out.tfevents.1.B", "a.tfevents", "events.out.tfevents.3.profile-empty"),
        *("events.out.tfevents.1.b.gradient_health", "notes.txt", "events.out", "TFEVENTS"),
    ]
    for number, name in enumerate(names):
        event = event_pb2.Event(step=number, file_version="gradient_health")
        (tmp_path / name).write_bytes(framed(event.SerializeToString()))
    watcher = directory_watcher.DirectoryWatcher(
        str(tmp_path), event_file_loader.EventFileLoader, io_wrapper.IsSummaryEventsFile
    )
    expected = [event.step for event in watcher.Load()]
    # TensorBoard without TensorFlow cannot read on beside a folder of such a name.
    (tmp_path / "tfevents.folder").mkdir()
    assert [names.index(path.name) for path in event_files.paths(tmp_path)] == expected
    assert len(expected) == 6


def test_events_that_mention_this_plugin_are_handed_on_and_others_are_not(tmp_path):
    tags = ["gradient_health/l2_norm/aaaaaaaa", "loss", "gradient_health", "images"]
    with event_logs.EventFile(tmp_path) as file:
        for step, tag in enumerate(tags):
            file.values(step, 1.0, {tag: event_logs.string_tensor(b"x")}, plugin="another")
    notes: list[str] = []
    assert [event.step for event in event_files.events(tmp_path, notes)] == [0, 2]
    assert notes == []


def test_a_record_that_is_no_event_is_left_out_and_said(tmp_path):
    event = event_pb2.Event(step=7, file_version="gradient_health").SerializeToString()
    path = tmp_path / "events.out.tfevents.1"
    broken = b"\xff\xff gradient_health"
    path.write_bytes(b"".join(map(framed, [event, broken, event, broken])))
    notes: list[str] = []
    assert [event.step for event in event_files.events(tmp_path, notes)] == [7, 7]
    assert notes == [f"2 records of `{path.name}` are left out: each must be an Event."]


def test_a_damaged_file_does_not_keep_the_next_one_from_being_read(tmp_path):
    event = event_pb2.Event(step=7, file_version="gradient_health").SerializeToString()
    (tmp_path / "tfevents.1").write_bytes(framed(event) + b"torn")
    (tmp_path / "tfevents.2").write_bytes(framed(event))
    (tmp_path / "tfevents.3").write_bytes(b"no event file at all")
    notes: list[str] = []
    assert len(list(event_files.events(tmp_path, notes))) == 2
    assert [note.split("`")[1] for note in notes] == ["tfevents.1", "tfevents.3"]


def test_a_file_that_the_system_cannot_read_is_left_out_and_said(tmp_path):
    # Linux's own: it is a file, and reading its beginning fails.
    (tmp_path / "tfevents.1").symlink_to("/proc/self/mem")
    event = event_pb2.Event(step=7, file_version="gradient_health").SerializeToString()
    (tmp_path / "tfevents.2").write_bytes(framed(event))
    notes: list[str] = []
    assert len(list(event_files.events(tmp_path, notes))) == 1
    (note,) = notes
    assert note.startswith("`tfevents.1` is left out: it must be readable. Received: [Errno 5]")


def test_runs_in_sub_folders_are_found_by_name_also_where_links_lead_in_a_circle(tmp_path):
    logdir = tmp_path / "logs"
    for run in ("b/train", "b", "a", ".hidden"):
        with event_logs.EventFile(logdir / run) as file:
            file.table("aaaaaaaa", event_logs.table("aaaaaaaa", ["v"]))
    with event_logs.EventFile(logdir / "of another plugin") as file:
        file.values(0, 1.0, {"loss": event_logs.string_tensor(b"")}, plugin="scalars")
    (logdir / "empty").mkdir()
    (logdir / "torn").mkdir()
    (logdir / "torn" / "tfevents").write_bytes(b"gradient_health")
    (logdir / "a" / "circle").symlink_to(logdir)
    elsewhere = tmp_path / "elsewhere"
    with event_logs.EventFile(elsewhere) as file:
        file.table("aaaaaaaa", event_logs.table("aaaaaaaa", ["v"]))
    (logdir / "linked").symlink_to(elsewhere)
    assert list(event_files.runs_below(logdir)) == [".hidden", "a", "b", "b/train", "linked"]
