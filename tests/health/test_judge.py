"""The judge says the same after the same rows, whenever it was asked, and keeps little."""

import tracemalloc

import numpy as np
import pytest

from tb_gradplugin.health.judge import Judge
from tb_gradplugin.health.run_judge import RunJudge
from tb_gradplugin.health.thresholds import Thresholds
from tb_gradplugin.schema.records import Counters, VariableCounts
from tb_gradplugin.schema.states import State
from tests.health.trainings import Training, sound


def random_training(seed: int) -> Training:
    """Sick in several ways at random places and times."""
    random = np.random.default_rng(seed)
    training = sound(seed, layers=int(random.integers(1, 8)), rows=int(random.integers(1, 120)))
    variables = len(training.variables)
    if random.random() < 0.5:
        training.stay()
    for _ in range(int(random.integers(0, 6))):
        places = random.choice(variables, int(random.integers(1, variables + 1)), replace=False)
        first, last = np.sort(random.integers(0, len(training.steps) + 1, 2))
        rows = slice(int(first), int(last) if random.random() < 0.5 else None)
        match int(random.integers(6)):
            case 0:
                training.zero(places, rows)
            case 1:
                training.without(State.NONFINITE, places, rows)
            case 2:
                training.without(State.NULL, places, rows)
            case 3:
                training.arrays["l2_norm"][rows, places] *= 10 ** random.uniform(-9, 6)
            case 4:
                training.arrays["update_ratio"][rows] *= random.choice([1e-4, 2e3])
            case 5:
                training.loss_scale[:] = 2.0**15
                training.loss_scale[rows] = 2.0 ** random.integers(-5, 15)
    return training


def judged(training: Training, asked_on: set[int]) -> list:
    judge = Judge(training.variables)
    for number, (step, row) in enumerate(zip(training.steps, training.rows(), strict=True)):
        judge.row(int(step), row)
        if number in asked_on:
            judge.verdicts()
    return judge.verdicts()


@pytest.mark.parametrize("seed", range(30))
def test_whenever_it_is_asked_in_between_it_says_the_same_in_the_end(seed):
    training = random_training(seed)
    rows = len(training.steps)
    once = judged(training, set())
    assert judged(training, set(range(rows))) == once
    random = np.random.default_rng(seed)
    assert judged(training, set(random.integers(0, rows, 5).tolist())) == once


def test_these_random_trainings_have_nearly_every_verdict():
    found = {v.rule for seed in range(80) for v in judged(random_training(seed), set())}
    assert found >= {
        *("null", "nonfinite", "zero", "exploding", "vanishing"),
        *("intermittent", "loss-scale-collapse"),
    }


def test_what_it_keeps_does_not_grow_with_the_rows():
    training = sound(rows=64)
    rows = training.rows()
    judge = Judge(training.variables)

    def run(times: int) -> None:
        for number in range(times):
            judge.row(number, rows[number % 64])
        judge.verdicts()

    run(640)
    tracemalloc.start()
    run(640)
    before, _ = tracemalloc.get_traced_memory()
    run(6400)
    after, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert after - before < 20_000


def test_without_rows_nothing_is_unhealthy():
    assert Judge(sound().variables).verdicts() == []


def test_rows_that_lack_kinds_are_judged_by_what_they_have():
    training = sound()
    judge = Judge(training.variables)
    for step in range(40):
        judge.row(step, {"state": np.full(12, State.ZERO, np.uint8)})
    assert [verdict.rule for verdict in judge.verdicts()] == ["zero"]


def test_counts_of_several_sessions_are_added_up_and_the_last_of_each_counts():
    training = sound()
    judge = Judge(training.variables)
    for step, row in zip(training.steps, training.rows(), strict=True):
        judge.row(int(step), row)

    def counted(steps: int, times: int, first: int) -> Counters:
        return Counters(steps, 0, 0, 0, {2: VariableCounts(0, 0, times, first, first + times - 1)})

    judge.counters(counted(10, 1, 700), "a")
    judge.counters(counted(1000, 2, 700), "a")
    judge.counters(counted(500, 1, 1200), "b")
    (verdict,) = judge.verdicts()
    assert (verdict.steps, verdict.of_steps) == (3, 1500)
    assert (verdict.first_step, verdict.last_step) == (700, 1200)


def test_the_tables_of_a_run_are_judged_apart_and_reported_together():
    generator, critic = sound(1), sound(2)
    critic.scale(range(12), 1e-6)  # Beside those of the generator, all would vanish.
    generator.without(State.NULL, [0])
    judge = RunJudge()
    judge.table("a", generator.variables)
    judge.table("b", critic.variables)
    for training, digest in ((generator, "a"), (critic, "b")):
        for step, row in zip(training.steps, training.rows(), strict=True):
            judge.row(digest, int(step), row)
    assert [verdict.rule for verdict in judge.verdicts()] == ["null"]
    assert [len(found) for found in judge.by_table().values()] == [1, 0]


def test_another_threshold_gives_another_verdict():
    training = sound()
    training.stay()
    training.scale([0, 1], 5e-3)
    assert training.judged() == []
    (verdict,) = training.judged(vanishing__layer_ratio=0.05)
    assert verdict.limit.value == 0.05
    judge = Judge(training.variables, Thresholds({"vanishing.layer_ratio": 0.05}))
    assert judge.verdicts() == []


def test_a_table_of_no_variables_has_nothing_unhealthy():
    judge = Judge([])
    for step in range(100):
        nothing = {"state": np.ones(0, np.uint8), "l2_norm": np.ones(0, np.float32)}
        judge.row(step, {**nothing, "loss": np.float32(1)})
    assert judge.verdicts() == []
