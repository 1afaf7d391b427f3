"""That the benchmark times what it says, on a network so small that times do not matter."""

import time
import types

import keras
import numpy as np
import pytest
import rich.console

from tests.benchmarks import intervals, log_size, printed_table, step_times, turns
from tests.benchmarks.arms import ARMS
from tests.benchmarks.networks import BATCHES, NETWORKS, Network

ROUNDS = 2


# From the published tables of the confidence interval of a median: ranks of its two ends.
@pytest.mark.parametrize(
    ("count", "low", "high"), [(6, 1, 6), (9, 2, 8), (10, 2, 9), (25, 8, 18), (40, 14, 27)]
)
def test_the_interval_of_a_median_ends_at_the_ranks_of_the_published_tables(count, low, high):
    found = intervals.median(list(range(count, 0, -1)))
    assert (found.value, found.low, found.high) == ((count + 1) / 2, low, high)


def test_fewer_than_six_measurements_have_no_interval():
    assert intervals.median([3.0, 1.0, 2.0, 5.0, 4.0]) == intervals.Median(3.0, None, None)


def test_one_training_runs_at_a_time_and_exactly_the_steps_of_its_block():
    ran, ended = [], []

    def fit_of(name):
        def fit(border):
            model = types.SimpleNamespace(stop_training=False)
            border.set_model(model)
            while not model.stop_training:
                ran.append(name)
                border.on_train_batch_end(0)
            ended.append(name)

        return fit

    trainings = {name: turns.Training(fit_of(name), steps=3) for name in "ab"}
    for name in "abba":
        trainings[name].run_block()
    for training in trainings.values():
        training.end()
    assert "".join(ran) == "aaabbbbbbaaa"
    assert ended == ["a", "b"]


def test_a_block_takes_its_steps_and_what_callbacks_do_but_not_the_wait():
    def fit(border):
        model = types.SimpleNamespace(stop_training=False)
        border.set_model(model)
        while not model.stop_training:
            time.sleep(0.02)
            border.on_train_batch_end(0)

    training = turns.Training(fit, steps=5)
    training.run_block()
    time.sleep(1)
    block = training.run_block()
    training.end()
    assert 0.1 <= block.seconds < 1


def test_what_ends_a_training_reaches_who_waits_for_it():
    def fit(border):  # noqa: ARG001
        raise OSError("full")

    training = turns.Training(fit, steps=5)
    with pytest.raises(RuntimeError) as raised:
        training.run_block()
    training.end()
    assert str(raised.value.__cause__) == "full"


@pytest.fixture(scope="module")
def small() -> Network:
    def build():
        return keras.Sequential([keras.Input([3]), keras.layers.Dense(4), keras.layers.Dense(2)])

    def draw(random):
        values = random.normal(size=[BATCHES, 8, 3]).astype(np.float32)
        return values, random.integers(2, size=[BATCHES, 8])

    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    return Network("small", build, draw, loss)


@pytest.fixture(scope="module")
def timed(small, tmp_path_factory):
    folder = tmp_path_factory.mktemp("logs")
    return step_times.measured(small, list(ARMS), ROUNDS, folder), folder


def test_all_arms_do_the_same_training(timed):
    times, _ = timed
    assert times.differing == {}
    assert {arm: len(blocks) for arm, blocks in times.blocks.items()} == dict.fromkeys(ARMS, ROUNDS)


def test_each_block_has_one_row_of_the_default_schedule(timed):
    _, folder = timed
    rows = {arm: log_size.number_of_rows(folder / arm) for arm in ARMS if ARMS[arm].has_rows}
    steps = step_times.PERIOD * (1 + ROUNDS)
    assert rows == {
        "watchdog": 1,
        "default": 10 + ROUNDS,
        "every-step-plain": steps,
        "every-step": steps,
    }


def test_the_histograms_of_each_step_are_written(timed):
    _, folder = timed
    (path,) = (folder / "histograms").iterdir()
    size = path.stat().st_size
    assert size > step_times.PERIOD * (1 + ROUNDS) * 4 * 500


def test_the_parts_of_a_row_make_up_its_event(timed):
    _, folder = timed
    row = log_size.row_size(folder / "default")
    without = log_size.row_size(folder / "every-step-plain")
    assert row.variables == without.variables == 4
    assert row.plain == pytest.approx(without.plain, abs=4)
    assert without.histogram == 0
    assert row.histogram > 4 * 25


def test_the_table_has_a_line_for_each_arm(timed, monkeypatch):
    times, _ = timed
    monkeypatch.setitem(NETWORKS, "small", types.SimpleNamespace(label="small"))
    findings = {"small": printed_table.Findings(steps=times, first_steps=([3.0], [2.0]))}
    console = rich.console.Console(width=180, record=True)
    console.print(printed_table.table(findings))
    lines = [line.strip() for line in console.export_text().splitlines() if line.strip()]
    assert all(arm.label in line for arm, line in zip(ARMS.values(), lines[2:], strict=True))
    assert "1.500" in next(line for line in lines if line.startswith("default"))
