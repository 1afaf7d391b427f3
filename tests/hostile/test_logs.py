"""Logs in which anything may stand: they are read as far as they go, by whatever reads them."""

import itertools
import json
import xml.etree.ElementTree

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.hostile import odd_logs, served, tried_bytes
from tests.hostile.odd_messages import KINDS_OF_MESSAGE, messages

EXAMPLES = 150

quickly = settings(
    max_examples=EXAMPLES,
    deadline=None,
    database=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)


def test_whatever_stands_in_a_log_it_is_read_judged_printed_and_served(tmp_path):
    numbers = itertools.count()
    read = []

    @quickly
    @given(odd_logs.logs())
    def reads(events):
        logdir = tmp_path / str(next(numbers))
        odd_logs.write(logdir / "run", events)
        log, _ = odd_logs.assert_reads(logdir / "run")
        read.append(log is not None)
        printed = odd_logs.checked(logdir)
        json.loads(printed["json"])
        xml.etree.ElementTree.fromstring(printed["junit"])
        assert not any(character < " " and character != "\n" for character in printed["text"])
        assert all(line.startswith("::") for line in printed["github"].splitlines()[:-1])
        served.assert_served(logdir)

    reads()
    assert len(read) >= EXAMPLES
    assert sum(read) >= EXAMPLES // 2


def test_every_message_of_the_agreement_is_decoded_or_refused():
    assert {f"decode_{kind.replace('variables', 'table')}" for kind in KINDS_OF_MESSAGE} < set(
        tried_bytes.DECODERS
    )
    tried = []

    @quickly
    @given(st.integers(0, 255), st.one_of(*map(messages, KINDS_OF_MESSAGE.values())))
    def is_decoded_or_refused(target, content):
        tried_bytes.try_input(bytes([target]) + content)
        tried.append(target % len(tried_bytes.TARGETS))

    is_decoded_or_refused()
    assert len(tried) >= EXAMPLES
    assert set(tried) == set(range(len(tried_bytes.TARGETS)))


def test_files_that_were_damaged_at_any_place_are_read_as_far_as_they_go(recorded):
    seeds = tried_bytes.seeds(recorded)
    assert len(seeds) > 100

    @settings(quickly, max_examples=4 * EXAMPLES)
    @given(st.sampled_from(seeds), st.data())
    def is_read(seed, data):
        content = bytearray(seed)
        for _ in range(data.draw(st.integers(0, 3))):
            place = data.draw(st.integers(1, len(content)))
            content[place : place + data.draw(st.integers(0, 4))] = data.draw(st.binary(max_size=4))
        tried_bytes.try_input(bytes(content))

    is_read()
