"""Which event files a run has, and which events in them may be ours."""

import shutil

import pytest
from tensorboard.backend.event_processing import (
    directory_watcher,
    event_file_loader,
    io_wrapper,
)
from tensorboard.compat.proto import event_pb2

from tb_gradplugin.backend import event_files
from tests import event_logs
from tests.event_logs import framed


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


def events_in(folder, notes):
    return [event for _, event in event_files.events(event_files.paths(folder), notes)]


def test_events_that_mention_this_plugin_are_handed_on_and_others_are_not(tmp_path):
    tags = ["gradient_health/l2_norm/aaaaaaaa", "loss", "gradient_health", "images"]
    with event_logs.EventFile(tmp_path) as file:
        for step, tag in enumerate(tags):
            file.values(step, 1.0, {tag: event_logs.string_tensor(b"x")}, plugin="another")
    notes: list[str] = []
    assert [event.step for event in events_in(tmp_path, notes)] == [0, 2]
    assert notes == []


def test_a_record_that_is_no_event_is_left_out_and_said(tmp_path):
    event = event_pb2.Event(step=7, file_version="gradient_health").SerializeToString()
    path = tmp_path / "events.out.tfevents.1"
    broken = b"\xff\xff gradient_health"
    path.write_bytes(b"".join(map(framed, [event, broken, event, broken])))
    notes: list[str] = []
    assert [event.step for event in events_in(tmp_path, notes)] == [7, 7]
    assert notes == [f"2 records of `{path.name}` are left out: each must be an Event."]


def test_a_damaged_file_does_not_keep_the_next_one_from_being_read(tmp_path):
    event = event_pb2.Event(step=7, file_version="gradient_health").SerializeToString()
    (tmp_path / "tfevents.1").write_bytes(framed(event) + b"torn")
    (tmp_path / "tfevents.2").write_bytes(framed(event))
    (tmp_path / "tfevents.3").write_bytes(b"no event file at all")
    notes: list[str] = []
    assert len(events_in(tmp_path, notes)) == 2
    assert [note.split("`")[1] for note in notes] == ["tfevents.1", "tfevents.3"]


@pytest.mark.parametrize(
    ("places", "expected"),
    [
        ((30,), "Bytes 21 to 40 of `{}` are left out: each record must be whole."),
        ((30, 70), "2 pieces of `{}` are left out, 38 bytes in all from byte 21 on: each record"),
        ((90,), "`{}` is read up to byte 78 of 97: the record there must be whole."),
    ],
)
def test_what_of_a_file_is_damaged_is_said_in_one_sentence(tmp_path, places, expected):
    path = tmp_path / "events.out.tfevents.1"
    content = bytearray(framed(b"first") + framed(b"1st") * 4)
    for place in places:
        content[place] ^= 1
    path.write_bytes(content)
    notes: list[str] = []
    assert events_in(tmp_path, notes) == []
    (note,) = notes
    assert note.startswith(expected.format(path.name))


def test_an_empty_file_is_said_where_it_is_one_of_the_recorders(tmp_path):
    for name in ("tfevents.1", "tfevents.2.gradient_health"):
        (tmp_path / name).touch()
    notes: list[str] = []
    assert events_in(tmp_path, notes) == []
    assert notes == [
        "`tfevents.2.gradient_health` is empty: nothing of what it was made for has arrived."
    ]


@pytest.mark.parametrize("content", [b"", b"torn", framed(b"gradient_health")[:-1]])
def test_a_file_of_the_recorder_makes_a_run_also_where_nothing_of_it_can_be_read(tmp_path, content):
    (tmp_path / "run").mkdir()
    (tmp_path / "run" / "tfevents.1.gradient_health").write_bytes(content)
    assert list(event_files.runs_below(tmp_path)) == ["run"]


def test_a_run_that_is_deleted_while_runs_are_looked_for_is_none(tmp_path):
    for run in "abc":
        (tmp_path / run).mkdir()
        (tmp_path / run / "tfevents.1").write_bytes(framed(b"gradient_health"))
    found = event_files.runs_below(tmp_path)
    assert next(found) == "a"
    shutil.rmtree(tmp_path / "b")
    assert list(found) == ["c"]


def test_a_file_that_the_system_cannot_read_is_left_out_and_said(tmp_path):
    # Linux's own: it is a file, and reading its beginning fails.
    (tmp_path / "tfevents.1").symlink_to("/proc/self/mem")
    event = event_pb2.Event(step=7, file_version="gradient_health").SerializeToString()
    (tmp_path / "tfevents.2").write_bytes(framed(event))
    notes: list[str] = []
    assert len(events_in(tmp_path, notes)) == 1
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
