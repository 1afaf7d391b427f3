"""Files that change while they are read: by `tbg.read`, the command, and a real TensorBoard."""

import os
import shutil
import threading

import numpy as np
import pytest

import tb_gradplugin as tbg
from tb_gradplugin.backend import event_files
from tests import event_logs
from tests.cli import check_logs
from tests.end_to_end.servers import MODES, TensorBoard, data_server_is_available, wait_for
from tests.event_logs import START, EventFile

A = "aaaaaaaa"
VARIABLES = ["a", "b"]


def vectors(step):
    return {"l2_norm": np.full(2, step, np.float32), "state": np.ones(2, np.uint8)}


def write(folder, steps, *, number=0, start=START):
    """One file of one writer; its rows are a second apart."""
    with EventFile(folder, number) as file:
        message = event_logs.table(A, VARIABLES, session=(start, min(steps)))
        file.table(A, message, step=min(steps), wall_time=start)
        for step in steps:
            file.row(A, step, start + step - min(steps), vectors(step))
    return file.path


def test_a_file_that_is_gone_when_its_turn_comes_costs_its_rows_only_and_is_said(
    tmp_path, monkeypatch
):
    write(tmp_path, range(5))
    second = write(tmp_path, range(5, 10), number=1, start=START + 50)
    listed = event_files.paths(tmp_path)
    second.unlink()
    monkeypatch.setattr(event_files, "paths", lambda _: listed)
    log = tbg.read(tmp_path)
    assert log.steps.tolist() == [0, 1, 2, 3, 4]
    (note,) = log.notes
    assert note.startswith(f"`{second.name}` is left out: it must be readable. Received: [Errno 2]")


def test_a_file_that_grows_is_read_up_to_a_row_at_every_moment(tmp_path):
    whole = write(tmp_path / "whole", range(400)).read_bytes()
    folder = tmp_path / "growing"
    folder.mkdir()
    path = folder / "events.out.tfevents.1.host.gradient_health"
    path.write_bytes(whole[:1500])

    def grow():
        source = np.random.default_rng(0)
        with path.open("ab", buffering=0) as file:
            while (size := path.stat().st_size) < len(whole):
                file.write(whole[size : size + int(source.integers(1, 3000))])

    growing = threading.Thread(target=grow)
    growing.start()
    rows = [0]
    while growing.is_alive() or rows[-1] < 400:
        log = tbg.read(folder)
        assert log.steps.tolist() == list(range(len(log.steps)))
        np.testing.assert_array_equal(log["l2_norm"], np.repeat(log.steps, 2).reshape(-1, 2))
        rows.append(len(log.steps))
    growing.join()
    assert rows == sorted(rows)


def test_a_run_that_is_replaced_while_it_is_read_is_one_or_the_other(tmp_path):
    run = tmp_path / "run"
    long, short = (write(tmp_path / name, range(n)) for name, n in (("a", 300), ("b", 100)))
    run.mkdir()
    shutil.copy(long, run / long.name)
    ended = threading.Event()

    def replace():
        while not ended.is_set():
            for content in (short, long):
                shutil.copy(content, tmp_path / "new")
                os.replace(tmp_path / "new", run / long.name)

    replacing = threading.Thread(target=replace)
    replacing.start()
    try:
        found = {len(tbg.read(run).steps) for _ in range(100)}
    finally:
        ended.set()
        replacing.join()
    assert found <= {100, 300}


def test_two_writers_of_one_run_are_said_and_the_later_one_stands(tmp_path):
    first = write(tmp_path / "run", range(20))
    second = write(tmp_path / "run", range(10, 25), number=1, start=START + 5)
    log = tbg.read(tmp_path / "run")
    assert log.steps.tolist() == list(range(25))
    assert log.wall_times.tolist() == [START + n for n in (*range(10), *range(5, 20))]
    (note,) = log.notes
    assert note.startswith(f"`{second.name}` was begun before `{first.name}` was finished: a run ")
    assert "a run must have one writer at a time" in " ".join(
        check_logs.run(tmp_path).stdout.split()
    )


def test_a_restart_is_not_taken_for_a_second_writer(tmp_path):
    write(tmp_path, range(20))
    write(tmp_path, range(10, 25), number=1, start=START + 20)
    log = tbg.read(tmp_path)
    assert (log.steps.tolist(), log.notes) == (list(range(25)), ())


@pytest.fixture(params=MODES)
def mode(request):
    if request.param == "data_server" and not data_server_is_available():
        pytest.skip("There is no tensorboard-data-server for this platform.")
    return request.param


def newer_file(folder):
    """What a later release wrote into the same run."""
    with EventFile(folder, number=1) as file:
        message = event_logs.table(A, VARIABLES, version=99)
        value = {f"gradient_health/variables/{A}": event_logs.string_tensor(message)}
        file.values(9, START + 9, value, plugin_content=event_logs.content(99))


def unknown_kinds(folder):
    """Tags of ours that this release does not know, beside rows that it does."""
    write(folder, range(5))
    with EventFile(folder, number=1) as file:
        for tag in (f"gradient_health/novelty/{A}", f"gradient_health/novelty/{A}/0", "x"):
            file.values(5, START + 5, {tag: event_logs.tensor(np.ones(2, np.float32))})


def test_the_tab_says_what_became_of_files_after_it_began_to_read_them(tmp_path, mode):
    runs = ("cut", "gone", "grown", "deleted", "replaced", "writers")
    paths = {run: write(tmp_path / run, range(20)) for run in runs}
    second = write(tmp_path / "gone", range(20, 30), number=1, start=START + 50)
    write(tmp_path / "mixed", range(5))
    newer_file(tmp_path / "mixed")
    unknown_kinds(tmp_path / "unknown")
    grown = paths["grown"].read_bytes()
    paths["grown"].write_bytes(grown[: len(grown) // 2])
    with TensorBoard(tmp_path, mode=mode) as server:
        server.wait_for_runs(cut=19, gone=29, deleted=19, replaced=19, writers=19, unknown=4)
        before = server.runs()
        assert "schema version 99" in before["mixed"]["problem"]
        # Half of "grown" is there, of which it is said after a while that its last record is not.
        assert not any(
            run["notes"] for name, run in before.items() if name not in ("mixed", "grown")
        )

        os.truncate(paths["cut"], 900)
        second.unlink()
        with paths["grown"].open("ab") as file:
            file.write(grown[len(grown) // 2 :])
        shutil.rmtree(tmp_path / "deleted")
        shorter = write(tmp_path / "elsewhere" / "x", range(3))
        os.replace(shorter, paths["replaced"])
        other = write(tmp_path / "writers", range(10, 25), number=1, start=START + 5)

        expected = {
            "cut": f"`{paths['cut'].name}` was replaced or cut short after TensorBoard had begun",
            "gone": f"`{second.name}` is gone: what is shown of it is no longer in the log.",
            "replaced": f"`{paths['replaced'].name}` was replaced or cut short after TensorBoard",
            "writers": f"`{other.name}` was begun before `{paths['writers'].name}` was finished",
        }

        def are_said():
            found = server.runs()
            return "deleted" not in found and all(
                text in " ".join(found[run]["notes"]) for run, text in expected.items()
            )

        wait_for(are_said, lambda: f"{server.runs()}\n{server.output}")
        server.wait_for_runs(grown=19, writers=24)
        for run, steps in (("grown", 20), ("writers", 25), ("unknown", 5), ("cut", 20)):
            answer = server.statistic(run, "l2_norm")
            assert answer.steps.tolist() == list(range(steps)), run
            np.testing.assert_array_equal(answer.values[:, 0], answer.steps)
