"""Logs that claim more than they hold: what reads them stays small and soon has done."""

import pathlib
import struct
import subprocess
import sys

import google_crc32c
import numpy as np
import pytest

import tb_gradplugin as tbg
from tb_gradplugin.backend import record_files
from tb_gradplugin.backend.matrices import OversizedRunError
from tb_gradplugin.backend.tensor_arrays import array_of
from tests import event_logs
from tests.event_logs import START, EventFile, table
from tests.hostile.odd_messages import DIGESTS, NAMES, claims

A, B = DIGESTS

MOST_MEGABYTES = 400
MOST_SECONDS = 20.0
"""More than what a sound run of one row takes, for logs of some kilobytes to a megabyte."""

PROGRAM = """
import pathlib, resource, sys, time
from tests.benchmarks.peak_memory import of_this_process
from tests.hostile import odd_logs, served

def read(logdir, is_served):
    odd_logs.assert_reads(logdir / "run")
    odd_logs.checked(logdir)
    if is_served:
        served.assert_served(logdir)

sound, logdir, is_served = sys.argv[1:]
read(pathlib.Path(sound), True)
# What goes wrong here is not to cost the machine its memory.
status = pathlib.Path("/proc/self/statm")
if status.exists():
    most = int(status.read_text().split()[0]) * resource.getpagesize() + (4 << 30)
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
before, begun = of_this_process(), time.process_time()
read(pathlib.Path(logdir), is_served == "True")
print(of_this_process() - before, time.process_time() - begun)
"""


@pytest.fixture(scope="module")
def sound(tmp_path_factory) -> pathlib.Path:
    logdir = tmp_path_factory.mktemp("sound")
    with EventFile(logdir / "run") as file:
        file.table(A, table(A, NAMES))
        file.row(A, 0, START, {"state": np.ones(3, np.uint8), "l2_norm": np.ones(3, np.float32)})
    return logdir


@pytest.fixture
def assert_cheap(sound, repository):
    """Reads a folder in every way, in a process of its own."""

    def read(
        logdir: pathlib.Path, is_served: bool = True, most_megabytes: float = MOST_MEGABYTES
    ) -> None:
        done = subprocess.run(
            [sys.executable, "-c", PROGRAM, str(sound), str(logdir), str(is_served)],
            cwd=repository,
            capture_output=True,
            text=True,
            check=False,
            timeout=150,
        )
        assert done.returncode == 0, done.stderr[-3000:]
        megabytes, seconds = map(float, done.stdout.split())
        assert megabytes < most_megabytes
        assert seconds < MOST_SECONDS

    return read


def test_no_tensor_takes_more_memory_than_its_message_whatever_it_claims():
    for name, message in claims().items():
        array = array_of(message)
        if array is not None:
            base = array if array.base is None else array.base
            assert base.nbytes <= message.ByteSize(), name


def test_one_value_that_stands_for_many_is_read_as_many(tmp_path):
    message = event_logs.tensor(np.ones(1, np.float32))
    message.ClearField("tensor_content")
    message.float_val.append(7)
    message.tensor_shape.dim[0].size = 3
    with EventFile(tmp_path) as file:
        file.table(A, table(A, NAMES))
        file.values(0, START, {f"gradient_health/l2_norm/{A}": message})
    assert tbg.read(tmp_path)["l2_norm"].tolist() == [[7, 7, 7]]


def test_shapes_that_claim_gigabytes_cost_nothing_and_their_neighbours_are_shown(
    tmp_path, assert_cheap
):
    norm = f"gradient_health/l2_norm/{A}"
    found = claims()
    with EventFile(tmp_path / "run") as file:
        file.table(A, table(A, NAMES))
        for step, message in enumerate(found.values()):
            file.row(A, step, START + step, {"state": np.ones(3, np.uint8)})
            file.values(step, START + step, {norm: message})
            for kind in ("histogram", "counters", "findings", "verdicts", "incident"):
                tag = f"gradient_health/{kind}/{A}/{event_logs.session_id(START)}"
                file.values(step, START + step, {tag: message})
            file.values(step, START + step, {f"gradient_health/variables/{B}": message})
        file.row(A, len(found), START + 1e3, {"l2_norm": np.ones(3, np.float32)})
    assert_cheap(tmp_path)
    log = tbg.read(tmp_path / "run")
    assert log.steps.tolist() == list(range(len(found) + 1))
    assert log["l2_norm"][-1].tolist() == [1, 1, 1]
    assert any(
        note.startswith(f"{len(found)} of {len(found) + 1} events of `{norm}`")
        for note in log.notes
    )


@pytest.mark.parametrize("length", [2**20, 2**31, 2**40, 2**63, 2**64 - 1])
def test_the_length_of_a_record_is_not_believed(tmp_path, sound, length):
    run = tmp_path / "run"
    run.mkdir()
    (whole,) = (sound / "run").iterdir()
    header = struct.pack("<Q", length)
    path = run / whole.name
    path.write_bytes(whole.read_bytes() + header + event_logs.checksum(header) + b"gradient_health")
    log = tbg.read(run)
    assert log.steps.tolist() == [0]
    end, size = whole.stat().st_size, path.stat().st_size
    (note,) = log.notes
    assert note.startswith(f"`{path.name}` is read up to byte {end} of {size}: the record")


@pytest.mark.parametrize(("begins", "notes"), [(b"gradient_health", 1), (b"another plugin", 0)])
def test_a_record_that_is_longer_than_any_of_ours_is_passed_over(
    tmp_path, monkeypatch, begins, notes
):
    monkeypatch.setattr(record_files, "MOST_RECORD_BYTES", 100_000)
    monkeypatch.setattr(record_files, "_BUFFER_BYTES", 1000)
    run = tmp_path / "run"
    for number in range(2):
        with EventFile(run, number) as file:
            if not number:
                file.table(A, table(A, NAMES))
            file.row(A, number, START + number, {"state": np.ones(3, np.uint8)})
            # Across the border of two pieces.
            file.record(bytes(995) + begins + bytes(200_000))
            file.row(A, number + 5, START + number + 0.5, {"state": np.ones(3, np.uint8)})
    log = tbg.read(run)
    assert log.steps.tolist() == [0, 1, 6]
    assert len(log.notes) == 2 * notes
    if notes:
        name = sorted(run.iterdir())[0].name
        assert log.notes[0] == (
            f"1 records of `{name}` are left out: each must have at most 100,000 bytes."
        )


def test_a_file_with_holes_is_read_in_little_memory(tmp_path, sound, assert_cheap):
    run = tmp_path / "run"
    run.mkdir()
    (whole,) = (sound / "run").iterdir()
    path = run / whole.name
    length = 1 << 28
    crc = 0
    for _ in range(length >> 20):
        crc = google_crc32c.extend(crc, bytes(1 << 20))
    masked = (((crc >> 15) | (crc << 17)) + 0xA282EAD8) & 0xFFFFFFFF
    header = struct.pack("<Q", length)
    with path.open("wb") as file:
        file.write(whole.read_bytes() + header + event_logs.checksum(header))
        file.seek(length, 1)
        file.write(struct.pack("<I", masked))
    assert path.stat().st_blocks < 100
    log = tbg.read(run)
    assert (log.steps.tolist(), log.notes) == ([0], ())
    # TensorBoard's reader in Python ends at a record that is no event, whosever it is.
    assert_cheap(tmp_path, is_served=False, most_megabytes=100)


def test_many_steps_of_one_list_by_many_variables_of_another_are_refused(tmp_path):
    names = [f"v{place}" for place in range(30_000)]
    with EventFile(tmp_path / "run") as file:
        file.table(A, table(A, ["a"]))
        file.table(B, table(B, names, shape=()))
        for step in range(20_000):
            file.row(A, step, START + step, {"state": np.ones(1, np.uint8)})
    with pytest.raises(OversizedRunError, match="20,000 steps and 30,001 variables"):
        tbg.read(tmp_path / "run")
