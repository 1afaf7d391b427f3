"""What is said of the files of a log beside what TensorBoard reads in them."""

import os
import pathlib
import threading
import time

import pytest
from tensorboard.compat.proto import event_pb2

from tb_gradplugin.backend import file_watch
from tb_gradplugin.backend.file_watch import FileWatch
from tests.event_logs import framed

OURS = [
    framed(event_pb2.Event(step=step, file_version="gradient_health").SerializeToString())
    for step in range(1, 5)
]
SIZE = len(OURS[0])
HOUR_AGO = time.time() - 3600


def write(path: pathlib.Path, content: bytes, changed_at: float = HOUR_AGO) -> pathlib.Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    os.utime(path, (changed_at, changed_at))
    return path


def watch_of(folder: pathlib.Path, **options: float) -> FileWatch:
    """One that is asked by somebody who waits."""
    return FileWatch(str(folder), **{"patience_seconds": 60, **options})


def flipped(content: bytes, place: int) -> bytes:
    return content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :]


@pytest.fixture
def path(tmp_path) -> pathlib.Path:
    return tmp_path / "run" / "tfevents.1.gradient_health"


def test_of_whole_files_there_is_nothing_to_say(tmp_path, path):
    write(path, b"".join(OURS))
    assert watch_of(tmp_path).look(["run"]) == {}


@pytest.mark.parametrize("logdir", [None, "", "gs://bucket/logs", "/nonexistent"])
def test_nor_is_there_of_logs_that_are_not_on_this_machine(logdir):
    assert FileWatch(logdir).look(["run"]) == {}


@pytest.mark.parametrize("second", [flipped(OURS[1], 20), framed(b"\xff\xff no event")[:SIZE]])
def test_where_tensorboard_ends_a_damaged_file_is_said_and_what_goes_on(tmp_path, path, second):
    write(path, OURS[0] + second + OURS[2] + OURS[3])
    ((sentence,),) = watch_of(tmp_path).look(["run"]).values()
    assert sentence == (
        f"`{path.name}` is read up to byte {SIZE} of {path.stat().st_size}: TensorBoard ends a "
        "file at its first damaged record. `tb-gradplugin check` and `tb_gradplugin.read` go on "
        "after it."
    )


def test_a_last_record_that_may_still_be_completed_is_not_called_damaged(tmp_path, path):
    watch = watch_of(tmp_path, fresh_seconds=0)
    content = b"".join(OURS)
    write(path, content[:-3], changed_at=time.time())
    assert watch.look(["run"]) == {}
    os.utime(path, (HOUR_AGO, HOUR_AGO))
    ((sentence,),) = watch.look(["run"]).values()
    assert sentence.startswith(f"`{path.name}` is read up to byte {3 * SIZE} of ")
    write(path, content)
    assert watch.look(["run"]) == {}


def test_a_large_file_is_read_a_piece_at_each_look(tmp_path, path, monkeypatch):
    monkeypatch.setattr(file_watch, "_SECONDS_PER_LOOK", 0)
    write(path, flipped(b"".join(OURS * 2), 5 * SIZE + 20))
    watch = watch_of(tmp_path, fresh_seconds=0)
    looks = [watch.look(["run"]) for _ in range(8)]
    assert [bool(found) for found in looks] == [False] * 5 + [True] * 3


def test_what_was_found_holds_for_a_while_and_for_the_same_runs(tmp_path, path):
    write(path, b"".join(OURS))
    watch = watch_of(tmp_path, fresh_seconds=60)
    assert watch.look(["run"]) == {}
    path.unlink()
    assert watch.look(["run"]) == {}
    assert list(watch.look(["run", "another"])) == ["run"]


def test_a_run_that_tensorboard_cannot_list_is_named_once_nothing_of_it_can_be_read(tmp_path):
    write(tmp_path / "empty" / "tfevents.1.gradient_health", b"")
    write(tmp_path / "torn" / "tfevents.1.gradient_health", b"torn")
    write(tmp_path / "first" / "tfevents.1.gradient_health", flipped(b"".join(OURS), 20))
    foreign = framed(b"\xff\xff no event")
    write(tmp_path / "foreign" / "tfevents.1.gradient_health", foreign + b"".join(OURS))
    write(tmp_path / "new" / "tfevents.1.gradient_health", b"".join(OURS))
    write(tmp_path / "other" / "tfevents.1", b"torn")
    found = watch_of(tmp_path).look([])
    assert list(found) == ["empty", "first", "foreign", "torn"]


def test_files_of_other_plugins_are_none_of_our_business(tmp_path):
    write(tmp_path / "run" / "tfevents.1", framed(b"loss") + b"torn")
    assert watch_of(tmp_path).look(["run"]) == {}


def test_a_file_that_cannot_be_read_is_said(tmp_path):
    (tmp_path / "run").mkdir()
    # Linux's own: it is a file, and reading its beginning fails.
    (tmp_path / "run" / "tfevents.1.gradient_health").symlink_to("/proc/self/mem")
    ((sentence,),) = watch_of(tmp_path).look(["run"]).values()
    assert sentence.startswith("`tfevents.1.gradient_health` must be readable. Received: [Errno 5]")


def test_nobody_waits_for_a_long_look_and_the_next_who_asks_is_told(tmp_path, path):
    write(path, OURS[0] + OURS[1][:-1])
    watch = watch_of(tmp_path, patience_seconds=0)
    began = threading.Event()
    is_allowed = threading.Event()
    watch._looker.submit(lambda: (began.set(), is_allowed.wait(60)))
    assert began.wait(60)
    assert watch.look(["run"]) == {}
    assert watch.look(["run"]) == {}
    is_allowed.set()
    watch._looker.submit(int).result(60)
    assert list(watch.look(["run"])) == ["run"]
