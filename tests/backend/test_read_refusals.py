"""What cannot be read is refused in words that say what could be."""

import os

import numpy as np
import pytest

import tb_gradplugin as tbg
from tb_gradplugin.schema.version import UnknownSchemaVersionError
from tests import event_logs
from tests.event_logs import START, EventFile, string_tensor, table, tensor

A = "aaaaaaaa"


@pytest.mark.parametrize("kind", [str, os.fspath, lambda path: path], ids=["str", "fspath", "Path"])
def test_a_folder_may_be_any_path(tmp_path, kind):
    event_logs.write_run(tmp_path, A, ["a"], [0], {"state": np.ones((1, 1), np.uint8)})
    assert tbg.read(kind(tmp_path)).steps.tolist() == [0]


def test_a_folder_that_is_not_there_is_not_found(tmp_path):
    with pytest.raises(FileNotFoundError, match="must be an existing folder") as caught:
        tbg.read(tmp_path / "absent")
    assert str(tmp_path / "absent") in str(caught.value)
    with pytest.raises(FileNotFoundError, match=r"of this machine. Received: logdir='gs://a/b'"):
        tbg.read("gs://a/b")


def test_a_file_is_no_folder(tmp_path):
    event_logs.write_run(tmp_path, A, ["a"], [], {})
    (path,) = tmp_path.iterdir()
    with pytest.raises(NotADirectoryError, match="the folder of a run, not a file in it"):
        tbg.read(path)


@pytest.mark.parametrize("logdir", [None, 3, b"bytes", ["a"]])
def test_what_is_no_path_is_a_type_error(logdir):
    with pytest.raises(TypeError, match=r"`logdir` must be a path\. Received: logdir="):
        tbg.read(logdir)


def test_a_folder_without_gradient_health_is_refused(tmp_path):
    with EventFile(tmp_path) as file:
        file.values(0, START, {"loss": tensor(np.ones((), np.float32))}, plugin="scalars")
    with pytest.raises(ValueError, match="must be the folder of a run with gradient health") as no:
        tbg.read(tmp_path)
    assert str(no.value).endswith(f"Received: logdir={str(tmp_path)!r}, without any.")


def test_the_parent_of_several_runs_says_which_folders_are_runs(tmp_path):
    for run in ("a", "b/train", "b/validation"):
        event_logs.write_run(tmp_path / run, A, ["a"], [], {})
    with EventFile(tmp_path / "other") as file:
        file.values(0, START, {"loss": tensor(np.ones((), np.float32))}, plugin="scalars")
    with pytest.raises(ValueError, match="These folders in it have some") as refusal:
        tbg.read(tmp_path)
    text = str(refusal.value)
    assert "have some: 'a', 'b/train', 'b/validation'. Read one of them" in text
    assert f"as in tb_gradplugin.read({str(tmp_path / 'a')!r})" in text
    with pytest.raises(ValueError, match="have some: 'train', 'validation'"):
        tbg.read(tmp_path / "b")


def test_of_very_many_runs_the_first_are_named(tmp_path):
    for run in range(30):
        event_logs.write_run(tmp_path / f"run{run:02}", A, ["a"], [], {})
    with pytest.raises(ValueError, match=r"'run08', 'run09' and more\. Read one") as refusal:
        tbg.read(tmp_path)
    assert "run10" not in str(refusal.value)


def test_runs_below_a_run_are_runs_of_their_own(tmp_path):
    for folder, steps in ((tmp_path, [0, 1]), (tmp_path / "below", [5])):
        states = np.ones((len(steps), 1), np.uint8)
        event_logs.write_run(folder, A, ["a"], steps, {"state": states})
    assert tbg.read(tmp_path).steps.tolist() == [0, 1]


def test_a_run_without_a_readable_table_is_refused_with_the_reason(tmp_path):
    with EventFile(tmp_path) as file:
        file.values(0, START, {f"gradient_health/variables/{A}": string_tensor(b"\xff\xff")})
        file.row(A, 0, START, {"state": np.ones(1, np.uint8)})
    with pytest.raises(ValueError, match="with a readable variable table") as refusal:
        tbg.read(tmp_path)
    assert "Not a VariableTable message" in str(refusal.value)
    assert "These folders" not in str(refusal.value)


def test_a_file_that_is_damaged_from_its_beginning_is_the_reason(tmp_path):
    (tmp_path / "events.out.tfevents.1").write_bytes(b"something else entirely")
    with pytest.raises(
        ValueError, match=r"without any\. `events.out.tfevents.1` is read up to byte 0 of 23"
    ):
        tbg.read(tmp_path)


@pytest.mark.parametrize("where", ["table", "tag", "tag of a later release"])
def test_a_newer_version_is_refused_with_what_to_do(tmp_path, where):
    tag = {"tag": f"l2_norm/{A}", "tag of a later release": "novelty"}.get(where)
    with EventFile(tmp_path) as file:
        file.table(A, table(A, ["a"], version=7 if where == "table" else 1))
        if tag:
            value = {f"gradient_health/{tag}": tensor(np.ones(1, np.float32))}
            file.values(0, START, value, plugin_content=event_logs.content(version=7))
    with pytest.raises(UnknownSchemaVersionError, match="schema version 7") as refusal:
        tbg.read(tmp_path)
    assert "pip install --upgrade tb-gradplugin" in str(refusal.value)
    assert isinstance(refusal.value, ValueError)


def test_a_tag_whose_content_is_no_message_is_left_out_and_said(tmp_path):
    norm = f"gradient_health/l2_norm/{A}"
    with EventFile(tmp_path) as file:
        file.table(A, table(A, ["a"]))
        value = {norm: tensor(np.ones(1, np.float32))}
        file.values(0, START, value, plugin_content=b"\xff\xff\xff")
    log = tbg.read(tmp_path)
    assert log.steps.shape == (0,)
    assert log.notes[0].startswith(f"`{norm}` is left out. Not a TagContent message")
