"""That the benchmark of judgement measures what it says: its trainings, its labels, its scores."""

import json
import os
import pathlib
import subprocess
import sys

import numpy as np
import pytest

from tb_gradplugin.schema.verdicts import RULES
from tests.benchmarks.judgement import datasets, family, outcome, published, scores
from tests.benchmarks.judgement.outcome import Outcome
from tests.benchmarks.judgement.records import Records

SOUND = Outcome(0.98, 0.99, True, 0.0, 0.0, 0.0, 1.0, (0.5, 0.9))
SICK = Outcome(0.01, 0.99, True, 0.0, 0.0, 0.0, 0.1, (0.1, 0.1))

TRAIN = """
import dataclasses, json, pathlib, sys
from tests.benchmarks.judgement import family, training
cases = {case.folder: case for case in family.everything()}
case = cases[sys.argv[1]]
plan = case.plan.but(steps=60)
found = training.train(plan, case.seed, pathlib.Path(sys.argv[2]))
print(json.dumps(dataclasses.asdict(found)))
"""


def trained(name: str, folder: pathlib.Path, repository: pathlib.Path) -> Outcome:
    """The outcome of the first training of that name, of 60 steps, in a process of its own."""
    (case, *_) = [one for one in family.everything() if one.name == name]
    done = subprocess.run(
        [sys.executable, "-c", TRAIN, case.folder, str(folder)],
        cwd=repository,
        env={**os.environ, "PYTHONPATH": str(repository), "TF_CPP_MIN_LOG_LEVEL": "3"},
        capture_output=True,
        text=True,
        check=True,
    )
    return Outcome(**json.loads(done.stdout.splitlines()[-1]))


def test_there_are_a_hundred_sound_and_a_hundred_sick_trainings_and_each_has_a_folder():
    assert len(family.sound_cases()) >= 100
    assert len(family.sick_cases()) >= 100
    folders = [case.folder for case in family.everything()]
    assert len(set(folders)) == len(folders)


def test_the_halves_share_no_plan_and_no_seed_and_have_the_same_kinds():
    cases = [*family.sound_cases(), *family.sick_cases()]
    tuning, held_out = ([c for c in cases if c.half == half] for half in family.HALVES)
    assert not {c.plan for c in tuning} & {c.plan for c in held_out}
    assert not {c.seed for c in tuning} & {c.seed for c in held_out}
    kinds = [{c.fault.kind for c in half if c.fault} for half in (tuning, held_out)]
    assert kinds[0] == kinds[1]
    assert len(kinds[0]) >= 14


def test_every_right_kind_is_one_that_there_is():
    for case in family.sick_cases():
        assert case.fault.expected
        assert case.fault.expected <= set(RULES)


def test_every_sick_training_has_a_sound_twin_that_is_trained():
    trained = {(case.plan, case.seed) for case in family.everything()}
    for case in family.sick_cases():
        twin = family.twin(case)
        assert twin.fault is None
        assert twin.plan != case.plan
        assert (twin.plan, twin.seed) in trained


@pytest.mark.parametrize("name", datasets.DATASETS)
def test_data_are_standardised_and_a_linear_model_learns_them(name):
    data = datasets.load(name)
    np.testing.assert_allclose(data.features.mean(axis=0), 0, atol=1e-4)
    assert np.all((abs(data.features.std(axis=0) - 1) < 1e-3) | (data.features.std(axis=0) == 0))
    assert data.linear_score > 0.5
    constant = np.zeros([len(data.targets), data.outputs])
    assert data.score(constant) <= 0.1
    assert data.score(constant * np.nan) == 0


def test_sound_is_what_has_learnt_and_sick_is_what_has_not_while_its_twin_has():
    assert SOUND.is_sound
    assert not SICK.is_sound
    assert SICK.is_sick(SOUND, is_by_gradients=False)
    assert not SICK.is_sick(SICK, is_by_gradients=False)
    assert not SOUND.is_sick(SOUND, is_by_gradients=False)


@pytest.mark.parametrize("field", ["null", "nonfinite"])
def test_where_the_training_succeeds_its_gradients_decide(field):
    odd = Outcome(**{**vars(SOUND), field: 0.2})
    assert not odd.is_sound
    assert odd.is_sick(SOUND, is_by_gradients=True)
    assert not odd.is_sick(SOUND, is_by_gradients=False)
    assert not SOUND.is_sick(SOUND, is_by_gradients=True)


def test_an_outcome_is_read_as_it_was_written(tmp_path):
    SOUND.write(tmp_path)
    assert outcome.read(tmp_path) == SOUND


def test_a_score_counts_right_kinds_and_false_alarms():
    sick, sound = family.sick_cases()[0], family.sound_cases()[0]
    right, wrong = next(iter(sick.fault.expected)), "null"
    judged = [
        scores.Judged(sick, {"rule": frozenset([right, wrong])}),
        scores.Judged(sick, {"rule": frozenset([wrong])}),
        scores.Judged(sick, {"rule": frozenset()}),
        scores.Judged(sound, {"rule": frozenset([wrong])}),
        scores.Judged(sound, {"rule": frozenset()}),
    ]
    found = scores.score(judged, "rule")
    assert (found.sick, found.found, found.accused) == (3, 1, 2)
    assert (found.sound, found.false_alarms) == (2, 1)
    assert found.by_kind == {sick.fault.kind: (1, 3)}
    assert (found.recall, found.false_alarm_rate) == (1 / 3, 1 / 2)


def records(**changes):
    """Records of 20 rows of two kernels with a bias each, in which no published rule finds much.

    Args:
      **changes: name of an array -> (index, value) that is set in it.
    """
    shape = (20, 4)
    arrays = {
        "is_finite": np.ones(shape, bool),
        "is_nonfinite": np.zeros(shape, bool),
        "l2_norm": np.full(shape, 0.5),
        "mean_abs": np.full(shape, 1e-2),
        "zero_fraction": np.zeros(shape),
        "update_ratio": np.full(shape, 1e-3),
        "accuracies": np.array([0.1, 0.3, 0.4, 0.5]),
    }
    for name, (index, value) in changes.items():
        arrays[name][index] = value
    return Records(kernels=np.array([0, 2]), biases=np.array([1, 3]), **arrays)


EVERYWHERE = (..., 0)


@pytest.mark.parametrize("name", published.RULES)
def test_published_rules_accuse_nothing_that_is_within_all_of_their_limits(name):
    assert published.RULES[name](records()) == set()


@pytest.mark.parametrize(
    ("name", "changes", "found"),
    [
        ("SageMaker", {"mean_abs": (EVERYWHERE, 0.9e-7)}, "vanishing"),
        ("SageMaker", {"zero_fraction": ((5, 1), 0.51)}, "zero"),
        ("SageMaker", {"update_ratio": ((slice(4, 7), 0), 0.9e-5)}, "stalled"),
        ("SageMaker", {"update_ratio": ((4, 0), 11)}, "exploding"),
        ("AUTOTRAINER", {"l2_norm": (EVERYWHERE, 0.9e-4)}, "vanishing"),
        ("AUTOTRAINER", {"l2_norm": (EVERYWHERE, 40)}, "exploding"),
        ("AUTOTRAINER", {"zero_fraction": (..., 0.7)}, "zero"),
        ("AUTOTRAINER, no gate", {"accuracies": (slice(2, None), 0.4)}, "stalled"),
        ("DeepDiagnosis", {"mean_abs": ((3, 0), 0.9e-7)}, "vanishing"),
        ("DeepDiagnosis", {"zero_fraction": ((3, 1), 0.7)}, "zero"),
        ("DeepDiagnosis", {"update_ratio": ((3, 1), 0.9e-5)}, "stalled"),
        ("DeepDiagnosis", {"update_ratio": ((3, 1), 0.11)}, "exploding"),
        ("TheDeepChecker", {"mean_abs": ((3, 1), 0.9e-6)}, "vanishing"),
        ("TheDeepChecker", {"mean_abs": ((slice(6), 1), 2.0 ** -np.arange(6))}, "vanishing"),
        ("TheDeepChecker", {"mean_abs": ((slice(6), 1), 2.0 ** np.arange(6))}, "exploding"),
        ("TheDeepChecker", {"mean_abs": ((3, 1), 1.1e6)}, "exploding"),
        ("TheDeepChecker", {"update_ratio": ((slice(10), 1), 0.9e-4)}, "stalled"),
        ("TheDeepChecker", {"update_ratio": ((slice(10), 1), 0.11)}, "exploding"),
        ("BTTackler", {"l2_norm": (..., 0.9e-5)}, "vanishing"),
        ("BTTackler", {"l2_norm": ((3, 0), 0.4e-4)}, "vanishing"),
        ("BTTackler", {"l2_norm": ((3, 0), 501)}, "exploding"),
        ("BTTackler", {"l2_norm": (..., 1.1e4)}, "exploding"),
    ],
)
def test_published_rules_find_what_is_beyond_their_limit(name, changes, found):
    assert found in published.RULES[name](records(**changes))


@pytest.mark.parametrize("name", published.RULES)
def test_published_rules_say_so_where_a_gradient_is_not_finite(name):
    assert "nonfinite" in published.RULES[name](records(is_nonfinite=((3, 0), True)))


def test_the_gate_of_autotrainer_is_its_accuracy():
    accurate = records(l2_norm=(EVERYWHERE, 0.9e-4), accuracies=(-1, 0.6))
    assert published.RULES["AUTOTRAINER"](accurate) == set()
    assert published.RULES["AUTOTRAINER, no gate"](accurate) == {"vanishing"}


def test_a_training_is_recorded_and_looked_at_without_the_recorder(tmp_path, repository):
    sound = trained("iris", tmp_path / "sound", repository)
    assert sound.score > 0.5
    assert (sound.null, sound.zero, sound.nonfinite, sound.is_finite) == (0, 0, 0, True)
    stopped = trained("stopped", tmp_path / "stopped", repository)
    assert stopped.null > 0
    case = next(one for one in family.sick_cases() if one.name == "stopped")
    (tmp_path / "stopped").rename(tmp_path / case.folder)
    judged = scores.judged([case], tmp_path)
    assert scores.score(judged, scores.OURS).recall == 1
