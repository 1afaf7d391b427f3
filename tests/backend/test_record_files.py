"""Records of files that are whole, cut off and damaged, against TensorBoard's own reader."""

import pathlib
import struct
import time
import tracemalloc

import pytest
from tensorboard.backend.event_processing import event_file_loader

from tb_gradplugin.backend.record_files import Gap, RecordFile
from tests.event_logs import checksum, framed

PAYLOADS = [b"", b"a", b"gradient_health", bytes(range(256)) * 20]
WORDS = [b"first", b"second", b"third"]
STARTS = [0, 21, 43, 64]


def tensorboards(path: pathlib.Path) -> list[bytes]:
    return list(event_file_loader.RawEventFileLoader(str(path)).Load())


def read(path: pathlib.Path) -> tuple[list[bytes], list[Gap], Gap | None]:
    file = RecordFile(path)
    return list(file.payloads()), file.gaps, file.tail


@pytest.fixture
def path(tmp_path) -> pathlib.Path:
    return tmp_path / "events.out.tfevents.1"


@pytest.fixture
def words(path) -> bytes:
    content = b"".join(map(framed, WORDS))
    path.write_bytes(content)
    return content


def test_the_payloads_come_back_as_they_were_written(path):
    path.write_bytes(b"".join(map(framed, PAYLOADS)))
    assert read(path) == (PAYLOADS, [], None)
    assert tensorboards(path) == PAYLOADS


def test_an_empty_file_has_no_records(path):
    path.touch()
    assert read(path) == ([], [], None)


def test_a_file_that_is_cut_off_anywhere_is_read_to_its_last_whole_record(path, words):
    for size in range(len(words) + 1):
        path.write_bytes(words[:size])
        whole = sum(end <= size for end in STARTS[1:])
        tail = None if size in STARTS else Gap(STARTS[whole], size)
        assert read(path) == (WORDS[:whole], [], tail)
        assert tensorboards(path) == WORDS[:whole]


def test_a_flipped_bit_anywhere_costs_its_record_only(path, words):
    for place in range(8 * len(words)):
        damaged = bytearray(words)
        damaged[place // 8] ^= 1 << place % 8
        path.write_bytes(damaged)
        hit = sum(end <= place // 8 for end in STARTS[1:])
        gap = Gap(STARTS[hit], STARTS[hit + 1])
        gaps, tail = ([], gap) if hit == 2 else ([gap], None)
        assert read(path) == (WORDS[:hit] + WORDS[hit + 1 :], gaps, tail)
        assert tensorboards(path) == WORDS[:hit]


@pytest.mark.parametrize("garbage", [b"x", bytes(1000), b"\0\0\0\1" * 900_000, framed(b"a")[1:]])
def test_what_is_put_between_two_records_costs_neither(path, garbage):
    path.write_bytes(framed(b"first") + garbage + framed(b"second"))
    assert read(path) == ([b"first", b"second"], [Gap(21, 21 + len(garbage))], None)


def test_a_record_is_found_wherever_it_starts_in_what_is_searched(path):
    for size in range(2**20 - 30, 2**20 + 5):
        path.write_bytes(b"x" * size + framed(b"gradient_health"))
        assert read(path) == ([b"gradient_health"], [Gap(0, size)], None)


@pytest.mark.parametrize("length", [2**31, 2**62, 2**64 - 1])
def test_a_length_beyond_the_file_asks_for_no_memory(path, length):
    packed = struct.pack("<Q", length)
    path.write_bytes(framed(b"first") + packed + checksum(packed) + b"rest" + framed(b"second"))
    assert read(path) == ([b"first", b"second"], [Gap(21, 37)], None)


def test_zeros_that_a_crash_left_are_passed_over_quickly(path):
    with path.open("wb") as file:
        file.write(framed(b"first"))
        file.truncate(2**26)
        file.seek(2**26)
        file.write(framed(b"second"))
    begun = time.process_time()
    assert read(path) == ([b"first", b"second"], [Gap(21, 2**26)], None)
    assert time.process_time() - begun < 5


def test_a_file_that_grows_is_read_on_from_where_it_was_left(path, words):
    file = RecordFile(path)
    for size in (10, 21, 30, 64):
        path.write_bytes(words[:size])
        found = list(file.payloads())
        whole = sum(end <= size for end in STARTS[1:])
        assert file.position == STARTS[whole]
        assert found == {10: [], 21: [b"first"], 30: [], 64: [b"second", b"third"]}[size]
    assert (file.gaps, file.tail) == ([], None)


def test_a_file_that_grows_while_it_is_read_is_read_to_its_new_end(path, words):
    path.write_bytes(words[:30])
    payloads = RecordFile(path).payloads()
    assert next(payloads) == b"first"
    path.write_bytes(words)
    assert list(payloads) == [b"second", b"third"]


def test_a_file_is_read_in_constant_memory(path):
    one = framed(bytes(2**20))
    with path.open("wb") as file:
        for _ in range(64):
            file.write(one)
    tracemalloc.start()
    try:
        assert sum(map(len, RecordFile(path).payloads())) == 64 * 2**20
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 6 * 2**20
