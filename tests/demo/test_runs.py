"""What the trainings of the demo leave in their logs, and on the screen."""

import h5py
import numpy as np
import pytest

from tb_gradplugin.health.status import statuses
from tb_gradplugin.schema.states import State, Status
from tests.demo_runs import NULL_VARIABLES, RUNS, Recording, TrainedDemo, recording

DEPTH = 30
"""Sigmoid layers of the run "vanishing"."""


@pytest.fixture
def recorded(trained_demo: TrainedDemo):
    """Reads a run."""
    return lambda run: recording(trained_demo.logdir / run)


def judged(run: Recording) -> np.ndarray:
    return statuses(run.vectors["state"], run.vectors["l2_norm"])


def layers_marked(run: Recording, part: str) -> np.ndarray:
    """Share of the recorded steps on which each sigmoid layer's kernel or bias vanishes."""
    names = [f"network/sigmoid_{number:02d}/{part}" for number in range(1, DEPTH + 1)]
    columns = [run.variables.index(name) for name in names]
    return (judged(run)[:, columns] == Status.VANISHING).mean(axis=0)


def test_all_trainings_together_take_less_than_two_minutes(trained_demo):
    assert trained_demo.seconds < 120


def test_there_is_one_line_for_each_run_and_libraries_stay_silent(trained_demo):
    lines = trained_demo.output.splitlines()
    assert [line.split()[0] for line in lines if line.startswith(RUNS)] == list(RUNS)
    assert trained_demo.errors == ""


def test_what_keras_says_about_the_null_gradients_is_shown_below_their_run(trained_demo):
    after = trained_demo.output.split("\nnull ")[1].split("\nnon-finite ")[0]
    said = " ".join(after.split())
    assert "4 of 10 gradients are null" in said
    assert "Keras warned: Gradients do not exist for variables" in said
    assert said.count("warned:") == trained_demo.output.count("warned:") == 1


def test_why_they_are_null_is_explained_below_it(trained_demo):
    explained = trained_demo.output.split("\nnull ")[1].split("\nnon-finite ")[0]
    assert explained.count("GN") == trained_demo.output.count("GN") == 1
    assert "GN104 unused-in-loss" in explained
    assert "demo/trainings/null.py" in explained
    assert "\n      help       If the loss should depend on it" in explained.replace(
        "on them", "on it"
    )


def test_every_run_has_rows_enough_for_a_map_in_the_order_of_their_steps(recorded):
    for run in RUNS:
        steps = recorded(run).steps
        assert steps[:10] == list(range(10)), run
        assert steps == sorted(set(steps)), run
        assert len(steps) >= 90, run


def test_the_sound_network_learns_and_every_gradient_is_ok_on_every_row(trained_demo, recorded):
    assert trained_demo.accuracy("sound") > 0.95
    assert (judged(recorded("sound")) == Status.OK).all()


def test_in_the_deep_sigmoid_network_the_first_layers_vanish_and_the_last_do_not(
    trained_demo, recorded
):
    assert trained_demo.accuracy("vanishing") < 0.2
    run = recorded("vanishing")
    for part in ("kernel", "bias"):
        marked = layers_marked(run, part)
        assert (marked[:14] == 1).all()
        assert (marked[20:] == 0).all()
    assert set(np.unique(judged(run))) == {Status.OK, Status.VANISHING}


def test_in_the_deep_sigmoid_network_the_norms_fall_from_layer_to_layer(recorded):
    run = recorded("vanishing")
    kernels = [f"network/sigmoid_{number:02d}/kernel" for number in range(1, DEPTH + 1)]
    norms = np.median(run.columns("l2_norm", *kernels), axis=0)
    rises = np.diff(np.log10(norms))
    assert (rises > 0).sum() >= DEPTH - 3
    assert 15 < rises.sum() < 25


def test_in_the_null_run_the_forgotten_head_is_null_on_every_row_and_nothing_else_is(
    trained_demo, recorded
):
    assert trained_demo.accuracy("null") > 0.9
    run = recorded("null")
    others = [name for name in run.variables if name not in NULL_VARIABLES]
    assert len(others) == 6
    assert (run.columns("state", *NULL_VARIABLES) == State.NULL).all()
    assert (run.columns("state", *others) == State.PRESENT).all()
    assert (judged(run).max(axis=0) == Status.NULL).sum() == len(NULL_VARIABLES)


def test_in_the_non_finite_run_some_steps_are_non_finite_and_most_are_present(recorded):
    states = recorded("non-finite").vectors["state"]
    hit = (states == State.NONFINITE).all(axis=1)
    assert ((states == State.PRESENT).all(axis=1) | hit).all()
    assert 10 <= hit.sum() < len(hit) / 3
    assert not hit[-1]


def test_in_the_non_finite_run_the_loss_shows_nothing_and_training_goes_on(trained_demo, recorded):
    run = recorded("non-finite")
    loss, norms = run.vectors["loss"], run.vectors["variable_norm"]
    assert np.isfinite(loss).all()
    assert loss[-20:].mean() < loss[:20].mean() / 2
    assert np.isfinite(norms).all()
    assert trained_demo.accuracy("non-finite") > 0.9


@pytest.mark.parametrize("run", RUNS)
def test_the_trained_weights_lie_beside_the_log_and_are_finite(trained_demo, run):
    weights = []
    with h5py.File(trained_demo.logdir / run / "model.weights.h5") as file:
        file.visititems(
            lambda _, item: weights.append(item[()]) if isinstance(item, h5py.Dataset) else None
        )
    assert len(weights) >= 5
    assert all(np.isfinite(values).all() for values in weights)
