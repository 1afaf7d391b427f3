"""What the trainings of the demo leave in their logs, and on the screen."""

import re

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


def test_all_trainings_together_take_less_than_two_minutes_of_computing(trained_demo):
    assert trained_demo.processor_seconds < 120


def test_there_is_one_line_for_each_run_and_libraries_stay_silent(trained_demo):
    lines = trained_demo.output.splitlines()
    assert [line.split()[0] for line in lines if line.startswith(RUNS)] == list(RUNS)
    assert trained_demo.errors == ""


def said(output: str, run: str) -> str:
    """What is shown from the line of a run on, until that of the next."""
    following = RUNS[RUNS.index(run) + 1 :]
    after = output.split(f"\n{run} ")[1]
    return after.split(f"\n{following[0]} ")[0] if following else after


def test_what_keras_says_about_the_null_gradients_is_shown_below_their_run(trained_demo):
    shown = " ".join(said(trained_demo.output, "null").split())
    assert "4 of 10 gradients are null" in shown
    assert "Keras warned: Gradients do not exist for variables" in shown
    with_null = [run for run in RUNS if "warned:" in said(trained_demo.output, run)]
    assert with_null == ["null", "rounding"]


CAUSES = {
    "sound": [],
    "bessel": [],
    "null": ["GN104"],
    "rounding": ["GN102"],
    "branch": ["GN115"],
    "vanishing": ["GH226"],
    "underflow": ["GH215"],
    "non-finite": ["GH218"],
    "wrong": ["GC301"],
    "forgotten": ["GC303"],
}


@pytest.mark.parametrize("run", RUNS)
def test_why_the_gradients_are_as_they_are_is_explained_below_each_run(trained_demo, run):
    shown = said(trained_demo.output, run)
    assert re.findall(r"G[NHC]\d{3}", shown) == CAUSES[run]
    assert ("variables receive a gradient." in shown) == (not CAUSES[run])
    if CAUSES[run]:
        assert f"\n      where      demo/trainings/{run.replace('-', '_')}.py:" in shown


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
    # The other rows are there because a state changed, and have none.
    norms = norms[[step % 5 == 0 for step in run.steps]]
    assert len(norms) > 50
    assert np.isfinite(loss).all()
    assert loss[-20:].mean() < loss[:20].mean() / 2
    assert np.isfinite(norms).all()
    assert trained_demo.accuracy("non-finite") > 0.9


@pytest.mark.parametrize("run", ["rounding", "branch", "wrong", "forgotten"])
def test_with_most_causes_a_network_learns_something_and_nobody_notices(trained_demo, run):
    assert trained_demo.accuracy("sound") > trained_demo.accuracy(run) > 0.3


def test_in_the_rounding_run_what_lies_before_the_rounding_is_null(recorded):
    run = recorded("rounding")
    before = run.columns("state", "network/hidden/kernel", "network/hidden/bias")
    after = run.columns("state", "network/digit/kernel", "network/digit/bias")
    assert (before == State.NULL).all()
    assert (after == State.PRESENT).all()


def test_in_the_branch_run_the_half_that_is_never_taken_is_zero(recorded):
    run = recorded("branch")
    assert (
        run.columns("state", "network/bright/kernel", "network/bright/bias") == State.ZERO
    ).all()
    assert (run.columns("state", "network/dark/kernel", "network/dark/bias") == State.PRESENT).all()


def test_in_the_underflow_run_the_gradient_is_sound_at_first_and_dies_where_float32_ends(recorded):
    run = recorded("underflow")
    states, norms = run.vectors["state"][:, 0], run.vectors["l2_norm"][:, 0]
    thickness = run.vectors["variable_norm"][:, 0].astype(np.float64)
    dead = int(np.argmax(states == State.ZERO))
    assert (states[:dead] == State.PRESENT).all()
    assert (states[dead:] == State.ZERO).all()
    assert thickness[0] == pytest.approx(0.01)
    np.testing.assert_allclose(norms[:dead], 1000 * np.exp(-1000 * thickness[:dead]), rtol=1e-4)
    # Of float32, the least normal number is exp(-87.3).
    assert 0.0863 < thickness[dead - 1] < thickness[dead] < 0.0893
    assert (thickness[dead:] == thickness[dead]).all()


def test_in_the_wrong_run_nothing_that_is_recorded_shows_it(recorded):
    assert (judged(recorded("wrong")) == Status.OK).all()


def test_in_the_forgotten_run_one_variable_is_zero_and_never_moves(recorded):
    run = recorded("forgotten")
    assert (run.columns("state", "network/stretched/factor") == State.ZERO).all()
    assert np.ptp(run.columns("variable_norm", "network/stretched/factor")) == 0
    others = [name for name in run.variables if name != "network/stretched/factor"]
    assert (run.columns("state", *others) == State.PRESENT).all()


def test_in_the_bessel_run_pitch_and_strength_are_found(recorded):
    run = recorded("bessel")
    assert (judged(run) == Status.OK).all()
    found = run.columns("variable_norm", "skin/pitch", "skin/strength")[-1]
    np.testing.assert_allclose(found, [5.52, 1.5], rtol=0.03)


@pytest.mark.parametrize("run", RUNS)
def test_the_trained_weights_lie_beside_the_log_and_are_finite(trained_demo, run):
    weights = []
    with h5py.File(trained_demo.logdir / run / "model.weights.h5") as file:
        file.visititems(
            lambda _, item: weights.append(item[()]) if isinstance(item, h5py.Dataset) else None
        )
    assert weights
    assert all(np.isfinite(values).all() for values in weights)
