"""Logs with very many of one thing: reading takes longer in proportion, and not in its square."""

import dataclasses
import time

import numpy as np
import pytest

from tb_gradplugin.backend.findings import RecordedFinding
from tb_gradplugin.messages.recorded_words import words_of
from tb_gradplugin.schema import gradient_health_pb2 as pb
from tb_gradplugin.schema.codes import NAMES as CODES
from tb_gradplugin.schema.findings import Location, Step
from tests import event_logs
from tests.event_logs import START, EventFile, string_tensor, table
from tests.hostile import odd_logs
from tests.hostile.odd_messages import DIGESTS, NAMES, SESSION

A, B = DIGESTS
MANY = 6000
MOST_SECONDS = 10.0
"""Of the processor; what grows with the square of the number takes more."""

ROW = {"state": np.ones(3, np.uint8), "l2_norm": np.ones(3, np.float32)}


def sessions(file: EventFile) -> None:
    for number in range(MANY):
        message = table(A, NAMES, session=(START + number, 2 * MANY))
        file.table(A, message, wall_time=START + number)
        file.row(A, number, START + number, ROW)


def restarts(file: EventFile) -> None:
    for number in range(MANY):
        file.row(A, MANY - number, START + MANY - number, ROW)


def unreadable_tables(file: EventFile) -> None:
    tag = f"gradient_health/variables/{B}"
    for number in range(MANY):
        file.values(number, START + number, {tag: string_tensor(b"\xff")})
        file.row(B, number, START + number, ROW)


def tables(file: EventFile) -> None:
    for number in range(MANY // 10):
        digest = f"{number:08x}"
        message = table(digest, [f"v{number}"], session=(START + number, 10**9))
        file.table(digest, message)
        row = {"state": np.ones(1, np.uint8)}
        file.row(digest, number, START + number, row)


def findings_and_sessions(file: EventFile) -> None:
    sessions(file)
    for number in range(4):
        message = event_logs.findings(
            *({"step": step, "variables": [NAMES[0]], "op_name": str(step)} for step in range(MANY))
        )
        file.message("findings", A, f"{number:x}", MANY, message, START + number)


def verdicts(file: EventFile) -> None:
    message = pb.Verdicts(schema_version=1)
    for number in range(MANY):
        verdict = message.said.add(step=number).verdict
        verdict.rule, verdict.severity, verdict.status = "zero", "error", f"s{number}"
        verdict.variables.append(number % 3)
        verdict.evidence.add(name="steps", integer=number)
        verdict.measured, verdict.limit.name = "steps", "zero.rows"
        message.said[-1].last.CopyFrom(verdict)
    file.message("verdicts", A, SESSION, MANY, message.SerializeToString(), START + MANY)


def counters_and_sessions(file: EventFile) -> None:
    sessions(file)
    for number in range(MANY):
        message = event_logs.counters(number, {0: {"zero": 1, "first_step": 0, "last_step": 2}})
        session = event_logs.session_id(START + number)
        file.message("counters", A, session, number, message, START + number)


@pytest.mark.parametrize(
    "write",
    [
        *(restarts, unreadable_tables, tables, verdicts),
        *(findings_and_sessions, counters_and_sessions),
    ],
)
def test_many_of_one_thing_take_no_more_than_their_number_of_times_as_long(tmp_path, write):
    with EventFile(tmp_path / "run") as file:
        file.table(A, table(A, NAMES, session=(START, 0)))
        file.row(A, 0, START, ROW)
        write(file)
        file.row(A, 3 * MANY, START + 3 * MANY, ROW)
    begun = time.process_time()
    log, judged = odd_logs.assert_reads(tmp_path / "run")
    assert log is not None
    assert judged is not None
    assert time.process_time() - begun < MOST_SECONDS


LONG = ("x" * 40_000, "( " * 20_000, "'" * 40_000, "a b\n" * 10_000, "`" * 40_000)


@pytest.mark.parametrize("text", LONG, ids=["x", "brackets", "quotes", "lines", "backquotes"])
def test_texts_of_any_length_are_worded_soon(text):
    place = Location(text, 2**62, text, text)
    finding = RecordedFinding(
        *("GN101", "null", "error", "certain", (text, *NAMES)),
        *(text, text, text, (place,) * 3, (Step(text, text, place, True),) * 20),
        evidence={text: text},
        ruled_out=(text,) * 10,
    )
    begun = time.process_time()
    for code in list(CODES)[::12]:
        assert words_of(dataclasses.replace(finding, code=code)).headline
    assert time.process_time() - begun < MOST_SECONDS
