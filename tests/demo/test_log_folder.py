"""The demo replaces its own folder, and never somebody else's."""

import importlib.util

import pytest

from tests.demo_runs import RUN_PY, RUNS, run_demo

EVENTS = "events.out.tfevents.1700000000.host.1.0000.gradient_health"


@pytest.fixture(scope="module")
def log_folder():
    """The module of that name in the folder of the demo."""
    spec = importlib.util.spec_from_file_location("log_folder", RUN_PY.parent / "log_folder.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def earlier(log_folder, tmp_path):
    """The folder of an earlier demo."""
    folder = tmp_path / "logs"
    log_folder.make_empty(folder)
    for run in RUNS:
        (folder / run).mkdir()
        (folder / run / EVENTS).write_bytes(b"events")
        (folder / run / "model.weights.h5").write_bytes(b"weights")
    return folder


def content(folder):
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))


def test_a_folder_is_made_where_there_is_none(log_folder, tmp_path):
    log_folder.make_empty(tmp_path / "some" / "logs")
    assert content(tmp_path / "some" / "logs") == ["made_by_the_demo.txt"]


def test_the_folder_of_an_earlier_demo_is_emptied(log_folder, earlier):
    log_folder.make_empty(earlier)
    assert content(earlier) == ["made_by_the_demo.txt"]


def test_the_folder_of_a_demo_that_was_interrupted_is_emptied(log_folder, earlier):
    (earlier / "null" / EVENTS).unlink()
    (earlier / "non-finite" / EVENTS).unlink()
    log_folder.make_empty(earlier)
    assert content(earlier) == ["made_by_the_demo.txt"]


def test_one_run_is_taken_out_and_the_others_stay(log_folder, earlier):
    before = content(earlier)
    log_folder.make_empty(earlier, ["null"])
    assert content(earlier) == [name for name in before if not name.startswith("null")]


@pytest.mark.parametrize("name", ["notes.txt", "sound/notes.txt", "sound/kept/x", "mine/" + EVENTS])
def test_with_a_foreign_file_in_it_nothing_is_deleted(log_folder, earlier, name):
    (earlier / name).parent.mkdir(parents=True, exist_ok=True)
    (earlier / name).write_text("mine")
    before = content(earlier)
    with pytest.raises(log_folder.ForeignContentError, match=name.split("/")[0]):
        log_folder.make_empty(earlier)
    assert content(earlier) == before


def test_a_link_in_place_of_a_run_is_foreign(log_folder, earlier, tmp_path):
    (earlier / "null").rename(tmp_path / "elsewhere")
    (earlier / "null").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(log_folder.ForeignContentError, match="null"):
        log_folder.make_empty(earlier)
    assert (tmp_path / "elsewhere" / EVENTS).exists()


def test_runs_of_the_same_names_that_somebody_else_made_are_foreign(log_folder, tmp_path):
    (tmp_path / "sound").mkdir()
    (tmp_path / "sound" / EVENTS).write_bytes(b"events")
    with pytest.raises(log_folder.ForeignContentError, match="sound"):
        log_folder.make_empty(tmp_path)
    assert (tmp_path / "sound" / EVENTS).exists()


def test_the_demo_ends_with_a_sentence_before_it_trains(tmp_path):
    (tmp_path / "notes.txt").write_text("mine")
    done = run_demo("--logdir", tmp_path)
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr == (
        "The log folder must be empty or made by the demo, which would replace it. "
        f"Received: {tmp_path}, in which there is notes.txt\n"
    )
    assert content(tmp_path) == ["notes.txt"]


def test_a_file_in_place_of_the_folder_is_refused(tmp_path):
    (tmp_path / "logs").write_text("mine")
    done = run_demo("--logdir", tmp_path / "logs")
    assert (done.returncode, done.stdout) == (1, "")
    assert "The log folder must be a folder." in done.stderr
