"""What was said while training holds where the rows that are left do not show it."""

import dataclasses
import pathlib
import time

import pytest

import tb_gradplugin as tbg
from tb_gradplugin.backend.judged_runs import judge_run
from tb_gradplugin.backend.said_verdicts import RecordedVerdict, with_said
from tb_gradplugin.health import thresholds
from tb_gradplugin.health.thresholds import Thresholds
from tb_gradplugin.schema.verdict_encoding import encode_verdicts
from tb_gradplugin.schema.verdicts import SaidVerdict, Verdict
from tests import event_logs
from tests.backend.test_verdicts import START, A, write
from tests.health.trainings import Training, sound

APPLIED = {one.name: one.value for one in thresholds.ALL}


@pytest.fixture(scope="module")
def said() -> Verdict:
    """A verdict on a training whose rows are lost."""
    (found,) = vanishing().judged()
    return found


def vanishing() -> Training:
    training = sound()
    training.stay()
    training.scale([0, 1], 1e-5)
    return training


def say(
    folder: pathlib.Path,
    training: Training,
    *each: SaidVerdict,
    applied: dict[str, float] = APPLIED,
    start: float = START,
) -> None:
    """Writes what was said, into a file of its own."""
    names = [variable.name for variable in training.variables]
    with event_logs.EventFile(folder, 500) as file:
        content = encode_verdicts(each, applied, names)
        file.message("verdicts", A, event_logs.session_id(start), 1, content, start + 950)


def test_what_was_said_is_judged_where_no_row_tells_of_it(tmp_path, queries, scope, said):
    write(tmp_path / "r", sound())
    say(tmp_path / "r", sound(), SaidVerdict(40, said, said))
    log = tbg.read(tmp_path / "r")
    assert log.verdicts == (said,)
    assert queries(tmp_path).verdicts(scope, "r", thresholds.DEFAULT).verdicts == (said,)
    assert judge_run(tmp_path / "r", thresholds.DEFAULT).verdicts == (said,)
    (recorded,) = log.said
    assert (recorded.step, recorded.verdict, recorded.last) == (40, said, said)
    assert recorded.session == log.sessions[0]


def test_the_same_is_not_told_twice(tmp_path, said):
    write(tmp_path / "r", vanishing())
    earlier = dataclasses.replace(said, last_step=said.first_step + 1, steps=2)
    say(tmp_path / "r", sound(), SaidVerdict(40, earlier, earlier))
    assert tbg.read(tmp_path / "r").verdicts == (said,)


def test_the_same_state_is_not_told_twice_in_the_words_of_two_rules(tmp_path):
    training = sound()
    training.count(1501, nonfinite={8: (2, 150, 200)})
    write(tmp_path / "r", training)
    (judged,) = tbg.read(tmp_path / "r").verdicts
    assert judged.rule == "intermittent"
    at_first = dataclasses.replace(judged, rule="nonfinite", severity="error")
    say(tmp_path / "r", training, SaidVerdict(150, at_first, at_first))
    assert tbg.read(tmp_path / "r").verdicts == (judged,)


def test_what_was_taken_back_stays_so(tmp_path, said):
    write(tmp_path / "r", sound())
    say(tmp_path / "r", sound(), SaidVerdict(40, said, None))
    log = tbg.read(tmp_path / "r")
    assert log.verdicts == ()
    assert [one.verdict for one in log.said] == [said]


def test_by_other_thresholds_the_rows_alone_decide(tmp_path, queries, scope, said):
    write(tmp_path / "r", sound())
    say(tmp_path / "r", sound(), SaidVerdict(40, said, said))
    chosen = {"vanishing.layer_ratio": 0.0005}
    assert tbg.read(tmp_path / "r").judged(chosen) == ()
    assert queries(tmp_path).verdicts(scope, "r", Thresholds(chosen)).verdicts == ()
    say(tmp_path / "s", sound(), SaidVerdict(40, said, said), applied={**APPLIED, **chosen})
    write(tmp_path / "s", sound())
    assert tbg.read(tmp_path / "s").verdicts == ()
    assert tbg.read(tmp_path / "s").judged(chosen) == (said,)


@pytest.mark.parametrize(("begins_at", "is_known"), [(10, False), (100_000, True)])
def test_a_later_session_decides_and_forgets_what_it_lived_anew(
    tmp_path, said, begins_at, is_known
):
    write(tmp_path / "r", sound())
    say(tmp_path / "r", sound(), SaidVerdict(40, said, said))
    write(tmp_path / "r", sound(1), number=1, initial_step=begins_at)
    log = tbg.read(tmp_path / "r")
    assert log.verdicts == ()
    assert [one.until for one in log.said] == ([begins_at] if is_known else [])


def test_facts_that_no_words_fit_are_left_out(tmp_path, said):
    write(tmp_path / "r", sound())
    odd = [
        dataclasses.replace(said, evidence={"layer_ratio": 1e-9, "decay_fit": "steep"}),
        dataclasses.replace(said, measured="luck"),
    ]
    say(tmp_path / "r", sound(), *(SaidVerdict(40, one, one) for one in odd))
    assert tbg.read(tmp_path / "r").verdicts == ()


def test_a_message_that_cannot_be_read_is_a_note(tmp_path):
    write(tmp_path / "r", sound())
    with event_logs.EventFile(tmp_path / "r", 500) as file:
        file.message("verdicts", A, event_logs.session_id(START), 1, b"\xff", START + 950)
    log = tbg.read(tmp_path / "r")
    assert log.verdicts == ()
    assert any("Not a Verdicts message" in note for note in log.notes)


@pytest.mark.parametrize("number", [float("nan"), float("inf"), float("-inf")])
@pytest.mark.parametrize("where", ["evidence", "limit"])
def test_what_rests_on_a_number_that_is_none_is_passed_over(tmp_path, said, number, where):
    if where == "evidence":
        absurd = dataclasses.replace(said, evidence={**said.evidence, said.measured: number})
    else:
        limit = dataclasses.replace(said.limit, value=number)
        absurd = dataclasses.replace(said, limit=limit)
    write(tmp_path, sound())
    say(tmp_path, sound(), SaidVerdict(40, absurd, absurd))
    log = tbg.read(tmp_path)
    assert (log.said, log.verdicts) == ((), ())


def test_a_log_may_say_any_number_of_verdicts(said):
    each = [
        RecordedVerdict(0, one, one, {})
        for one in (
            dataclasses.replace(said, status=f"s{number}", variables=(f"v{number}",))
            for number in range(30_000)
        )
    ]
    begun = time.process_time()
    assert len(with_said([], [*each, *each], thresholds.DEFAULT)) == len(each)
    assert time.process_time() - begun < 10
