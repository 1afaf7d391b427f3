"""Verdicts of a run: from its files, through the data provider, and over HTTP."""

import json

import numpy as np
import pytest
from tensorboard.plugins import base_plugin
from werkzeug import test, wrappers

import tb_gradplugin as tbg
from tb_gradplugin.backend.loader import GradientHealthLoader
from tb_gradplugin.health import thresholds
from tb_gradplugin.health.judge import Judge
from tb_gradplugin.health.thresholds import Thresholds
from tb_gradplugin.schema.findings import SEVERITIES
from tb_gradplugin.schema.states import State
from tb_gradplugin.schema.verdicts import RULES
from tests import event_logs
from tests.health.trainings import Training, sound

# TensorBoard's own plugin_util imports its copy of html5lib, which complains.
pytestmark = pytest.mark.filterwarnings("ignore:html5lib's sanitizer:DeprecationWarning")

A, B = "aaaaaaaa", "bbbbbbbb"
START = event_logs.START


def write(folder, training: Training, digest=A, number=0, initial_step=0, session=None) -> None:
    """One session in a file of its own."""
    start = START + 1000 * number
    with event_logs.EventFile(folder, number) as file:
        names = [variable.name for variable in training.variables]
        message = event_logs.table(
            digest,
            names,
            session=(start, initial_step),
            shapes=[variable.shape for variable in training.variables],
        )
        file.table(digest, message, step=initial_step, wall_time=start)
        for place, (step, row) in enumerate(zip(training.steps, training.rows(), strict=True)):
            kinds = {kind: array for kind, array in row.items() if kind != "histogram"}
            file.row(digest, int(step), start + 1 + place, kinds)
        if training.counters is not None:
            counts = {
                place: {
                    name: getattr(of_one, name)
                    for name in ("null", "zero", "nonfinite", "first_step", "last_step")
                }
                for place, of_one in training.counters.variables.items()
            }
            content = event_logs.counters(training.counters.steps, counts)
            part = session or event_logs.session_id(start)
            file.message("counters", digest, part, training.counters.steps, content, start + 900)


def sick(seed: int) -> Training:
    training = sound(seed)
    training.stay()
    training.scale([0, 1], 1e-5)
    training.without(State.NONFINITE, [8], slice(12, 14))
    training.count(1501, nonfinite={8: (2, 150, 200)})
    return training


@pytest.fixture
def ask(provide):
    """GET of a route, in the process of the test."""

    def get(logdir, path):
        context = base_plugin.TBContext(data_provider=provide(logdir))
        app = GradientHealthLoader().load(context).get_plugin_apps()["/verdicts"]
        response = test.Client(app, wrappers.Response).get(f"/verdicts{path}")
        return response.status_code, json.loads(response.get_data())

    return get


@pytest.mark.parametrize("seed", range(3))
def test_files_provider_and_stream_have_the_same_verdicts(tmp_path, queries, scope, seed):
    training = sick(seed)
    write(tmp_path / "r", training)
    streamed = tuple(training.judged())
    assert {verdict.rule for verdict in streamed} == {"vanishing", "intermittent"}
    assert tbg.read(tmp_path / "r").verdicts == streamed
    assert queries(tmp_path).verdicts(scope, "r", thresholds.DEFAULT).verdicts == streamed


def test_so_they_have_by_other_thresholds(tmp_path, queries, scope):
    training = sound()
    training.stay()
    training.scale([0, 1], 5e-3)
    write(tmp_path / "r", training)
    log = tbg.read(tmp_path / "r")
    assert log.verdicts == ()
    chosen = {"vanishing.layer_ratio": 0.05}
    (verdict,) = log.judged(chosen)
    assert verdict.limit.value == 0.05
    assert queries(tmp_path).verdicts(scope, "r", Thresholds(chosen)).verdicts == (verdict,)


def test_a_single_non_finite_step_among_100_000_survives_the_sampling(tmp_path, queries, scope):
    training = sound(rows=1500, schedule=lambda row: 66 * row)
    training.count(100_000, nonfinite={7: (1, 54_321, 54_321)})
    write(tmp_path / "r", training)
    found = queries(tmp_path).verdicts(scope, "r", thresholds.DEFAULT)
    (verdict,) = found.verdicts
    assert (verdict.rule, verdict.status) == ("intermittent", "nonfinite")
    assert (verdict.first_step, verdict.last_step, verdict.of_steps) == (54_321, 54_321, 100_000)
    assert queries(tmp_path).statistic(scope, "r", "l2_norm").values.shape[0] == 1000


def test_what_a_session_counted_that_was_lived_anew_does_not_count(tmp_path):
    first = sound(0)
    first.count(1501, nonfinite={7: (1, 321, 321)})
    write(tmp_path / "r", first)
    second = sound(1)
    second.count(1501)
    write(tmp_path / "r", second, number=1)
    assert tbg.read(tmp_path / "r").verdicts == ()


def test_two_tables_at_the_same_steps_are_judged_apart(tmp_path, queries, scope):
    generator, critic = sound(1), sound(2)
    critic.variables = [
        type(one)(f"critic/{one.name}", one.shape, one.dtype, f"critic/{one.layer}")
        for one in critic.variables
    ]
    critic.scale(range(12), 1e-7)
    critic.stay()
    generator.without(State.NULL, [0])
    write(tmp_path / "r", generator)
    write(tmp_path / "r", critic, digest=B, number=1, initial_step=10**6)
    (verdict,) = tbg.read(tmp_path / "r").verdicts
    assert (verdict.rule, verdict.variables) == ("null", ("d0/kernel",))
    assert queries(tmp_path).verdicts(scope, "r", thresholds.DEFAULT).verdicts == (verdict,)


def test_the_answer_has_all_that_is_promised(tmp_path, ask):
    write(tmp_path / "r", sick(0))
    code, answer = ask(tmp_path, "?run=r")
    assert code == 200
    assert set(answer) == {"run", "severity", "verdicts", "thresholds", "notes"}
    assert (answer["run"], answer["severity"], answer["notes"]) == ("r", "warning", [])
    for verdict in answer["verdicts"]:
        assert set(verdict) == {
            *("id", "rule", "code", "severity", "status", "variables", "columns", "first_step"),
            *("last_step", "steps", "of_steps", "until_end", "evidence", "measured", "limit"),
            "words",
        }
        assert verdict["rule"] in RULES
        assert verdict["severity"] in SEVERITIES
        assert set(verdict["words"]) == {
            *("headline", "evidence", "why", "note", "remedies", "text")
        }
        assert verdict["measured"] in {each["name"] for each in verdict["evidence"]}
    vanishing = next(v for v in answer["verdicts"] if v["rule"] == "vanishing")
    assert vanishing["columns"] == [0, 1]
    assert vanishing["until_end"] is True
    assert len({verdict["id"] for verdict in answer["verdicts"]}) == len(answer["verdicts"])
    assert [one["name"] for one in answer["thresholds"]] == [one.name for one in thresholds.ALL]
    assert all(one["value"] == one["default"] for one in answer["thresholds"])


def test_a_threshold_that_is_asked_for_judges_anew_and_ids_stay(tmp_path, ask):
    write(tmp_path / "r", sick(0))
    _, before = ask(tmp_path, "?run=r")
    code, answer = ask(tmp_path, "?run=r&vanishing.layer_ratio=1e-9")
    assert code == 200
    assert [v["rule"] for v in answer["verdicts"]] == ["intermittent"]
    assert answer["verdicts"][0]["id"] in {v["id"] for v in before["verdicts"]}
    (chosen,) = [one for one in answer["thresholds"] if one["value"] != one["default"]]
    assert (chosen["name"], chosen["value"], chosen["rule"]) == (
        *("vanishing.layer_ratio", 1e-9, "vanishing"),
    )


@pytest.mark.parametrize(
    ("path", "code", "said"),
    [
        ("", 400, "`run` must be given once"),
        ("?run=nope", 404, "must be a run with gradient health"),
        ("?run=r&vanishing.layer=1", 400, "vanishing.layer_ratio"),
        ("?run=r&vanishing.layer_ratio=small", 400, "must be a number"),
        ("?run=r&vanishing.layer_ratio=nan", 400, "finite"),
        ("?run=r&vanishing.layer_ratio=2", 400, "at most 1"),
        ("?run=r&vanishing.layer_ratio=0.1&vanishing.layer_ratio=0.2", 400, "must be given once"),
    ],
)
def test_what_cannot_be_answered_is_refused_in_words(tmp_path, ask, path, code, said):
    write(tmp_path / "r", sound())
    got, answer = ask(tmp_path, path)
    assert got == code
    assert said in answer["error"]


def test_a_run_without_rows_has_no_verdicts(tmp_path, ask):
    with event_logs.EventFile(tmp_path / "r", 0) as file:
        file.table(A, event_logs.table(A, ["a"], session=(START, 0)), step=0, wall_time=START)
    code, answer = ask(tmp_path, "?run=r")
    assert (code, answer["severity"], answer["verdicts"]) == (200, "", [])


def test_a_row_that_a_judge_is_given_is_not_changed():
    training = sound()
    rows = training.rows()
    kept = {kind: np.copy(array) for kind, array in rows[0].items()}
    judge = Judge(training.variables)
    judge.row(0, rows[0])
    judge.verdicts()
    for kind, array in kept.items():
        np.testing.assert_array_equal(rows[0][kind], array)
