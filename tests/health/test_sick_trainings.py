"""Each kind of sickness is found, with its variables, its steps and its numbers."""

import numpy as np
import pytest

from tb_gradplugin.schema.records import VariableRecord
from tb_gradplugin.schema.states import State
from tests.health.trainings import SEEDS, in_half_precision, sound

pytestmark = pytest.mark.parametrize("seed", SEEDS)


def only(verdicts):
    (verdict,) = verdicts
    return verdict


def test_a_variable_that_never_has_a_gradient_is_null(seed):
    training = sound(seed)
    training.without(State.NULL, [0, 1])
    training.count(1501, null={0: (1501, 0, 1500), 1: (1501, 0, 1500)})
    found = only(training.judged())
    assert (found.rule, found.severity, found.status) == ("null", "warning", "null")
    assert found.variables == ("d0/kernel", "d0/bias")
    assert (found.first_step, found.last_step, found.steps, found.of_steps) == (0, 1500, 1501, 1501)


def test_it_is_an_error_where_no_variable_has_a_gradient(seed):
    training = sound(seed)
    training.without(State.NULL, range(12))
    assert only(training.judged()).severity == "error"


def test_gradients_that_stay_non_finite_are_an_error_since_the_first(seed):
    training = sound(seed)
    training.without(State.NONFINITE, range(12), slice(20, None))
    training.count(1501, nonfinite=dict.fromkeys(range(12), (972, 529, 1500)))
    found = only(training.judged())
    assert (found.rule, found.severity, found.code) == ("nonfinite", "error", "GH203")
    assert (found.first_step, found.last_step, found.steps) == (529, 1500, 972)


def test_zeros_after_a_nan_are_no_recovery(seed):
    training = sound(seed)
    training.without(State.NONFINITE, [0], slice(20, 21))
    training.zero(range(12), slice(21, None))
    training.count(
        1501,
        nonfinite={0: (1, 550, 1500)},
        zero=dict.fromkeys(range(12), (950, 551, 1500)),
    )
    assert {"nonfinite", "zero"} == {verdict.rule for verdict in training.judged()}


@pytest.mark.parametrize(("state", "name"), [(State.NULL, "null"), (State.NONFINITE, "nonfinite")])
def test_what_comes_and_goes_is_intermittent_with_its_steps(seed, state, name):
    training = sound(seed)
    training.without(state, [4], slice(30, 31))
    training.count(100_000, **{name: {4: (3, 40, 54_321)}})
    found = only(training.judged())
    assert (found.rule, found.status, found.severity) == ("intermittent", name, "warning")
    assert found.variables == ("d2/kernel",)
    assert (found.first_step, found.last_step, found.steps) == (40, 54_321, 3)
    assert found.of_steps == 100_000


def test_a_single_non_finite_step_among_100_000_is_found_though_no_row_has_it(seed):
    training = sound(seed)
    training.count(100_000, nonfinite={7: (1, 54_321, 54_321)})
    found = only(training.judged())
    assert (found.rule, found.status) == ("intermittent", "nonfinite")
    assert (found.first_step, found.last_step, found.steps, found.of_steps) == (
        *(54_321, 54_321, 1, 100_000),
    )


def test_zeros_on_every_third_step_of_a_training_that_does_not_learn_are_intermittent(seed):
    training = sound(seed)
    training.stay()
    training.zero([2, 3], slice(None, None, 3))
    found = only(training.judged())
    assert (found.rule, found.status, found.severity) == ("intermittent", "zero", "warning")
    assert found.evidence["zero_share"] == pytest.approx(1 / 3, abs=0.02)


def test_a_layer_whose_gradient_is_zero_for_a_window_is_dead(seed):
    training = sound(seed)
    training.zero([0, 1, 2, 3], slice(15, None))
    training.count(1501, zero=dict.fromkeys(range(4), (1201, 300, 1500)))
    found = only(training.judged())
    assert (found.rule, found.severity, found.status) == ("zero", "error", "zero")
    assert found.variables == ("d0/kernel", "d0/bias", "d1/kernel", "d1/bias")
    assert (found.first_step, found.last_step, found.steps) == (300, 1500, 1201)


def test_what_was_never_needed_is_a_warning_where_the_loss_falls_without_it(seed):
    training = sound(seed)
    training.zero([2, 3])
    training.count(1501, zero=dict.fromkeys((2, 3), (1501, 0, 1500)))
    found = only(training.judged())
    assert (found.rule, found.severity) == ("zero", "warning")
    training.stay()
    assert only(training.judged()).severity == "error"


def test_a_recurrent_layer_that_has_forgotten_its_inputs_is_found(seed):
    training = sound(seed)
    training.variables[4] = VariableRecord("rnn/cell/kernel", (8, 32), "float32", "rnn/cell")
    training.variables[5] = VariableRecord(
        "rnn/cell/recurrent_kernel", (32, 32), "float32", "rnn/cell"
    )
    training.stay()
    training.scale([4], 1e-18)
    training.arrays["update_ratio"][:, 4] = 0
    found = only(training.judged())
    assert found.rule == "vanishing"
    assert "rnn/cell/kernel" in found.variables


def test_a_layer_is_dead_where_all_of_its_units_rest_and_the_loss_stays(seed):
    training = sound(seed)
    training.stay()
    training.arrays["zero_fraction"][:, 3] = 31.5 / 32
    found = only(training.judged())
    assert (found.rule, found.severity, found.measured) == ("zero", "warning", "zero_share")
    assert found.variables == ("d1/bias",)


def test_gradients_that_shrink_from_layer_to_layer_vanish_though_the_loss_falls(seed):
    training = sound(seed, layers=12)
    for layer in range(12):
        training.scale([2 * layer, 2 * layer + 1], 0.2 ** (11 - layer))
    found = only(training.judged())
    assert (found.rule, found.code, found.severity) == ("vanishing", "GH201", "warning")
    assert found.limit.name == "vanishing.lost_ratio"
    assert {"d0/kernel", "d0/bias"} <= set(found.variables)
    assert "d11/kernel" not in found.variables
    assert found.evidence["lost_ratio"] < found.limit.value
    assert found.evidence["decay_per_layer"] == pytest.approx(0.2, rel=0.1)
    assert found.evidence["decay_fit"] > 0.95


def test_a_moderate_decay_vanishes_where_the_loss_stays(seed):
    training = sound(seed)
    training.stay()
    training.scale([0, 1], 1e-5)
    found = only(training.judged())
    assert (found.rule, found.limit.name) == ("vanishing", "vanishing.layer_ratio")
    assert found.variables == ("d0/kernel", "d0/bias")


def test_a_decay_that_ends_at_zero_vanishes_and_is_not_dead(seed):
    training = sound(seed, layers=4)
    training.stay()
    training.scale([2, 3], 1e-34)
    training.zero([0, 1])
    assert only(training.judged()).rule == "vanishing"


def test_gradients_that_grow_a_thousandfold_explode(seed):
    training = sound(seed)
    training.scale(range(12), np.geomspace(1, 1e8, 40).astype(np.float32))
    training.loss = np.geomspace(1, 1e6, 40).astype(np.float32)
    found = only(training.judged())
    assert (found.rule, found.severity, found.code) == ("exploding", "error", "GH202")
    assert found.limit.name == "exploding.growth"
    assert found.evidence["growth"] > 1e3


def test_updates_of_the_size_of_the_variable_explode(seed):
    training = sound(seed)
    training.stay()
    training.arrays["update_ratio"] *= 2e3
    assert only(training.judged()).limit.name == "exploding.update_ratio"


def test_kernels_far_beyond_what_the_outputs_get_explode_though_the_loss_falls(seed):
    training = sound(seed)
    training.scale(training.kernels, 1e7)
    found = only(training.judged())
    assert found.limit.name == "exploding.layer_ratio"
    assert set(found.variables) == {f"d{layer}/kernel" for layer in range(6)}


def test_variables_that_hardly_move_while_the_loss_stays_are_stalled(seed):
    training = sound(seed)
    training.stay()
    training.arrays["update_ratio"] *= 1e-4
    found = only(training.judged())
    assert (found.rule, found.status, found.severity) == ("stalled", "ok", "warning")
    assert found.evidence["update_ratio"] < found.limit.value


def test_one_variable_that_never_moves_is_stalled_though_the_loss_falls(seed):
    training = sound(seed)
    training.arrays["update_ratio"][:, 4] = 0
    training.arrays["variable_norm"][:, 4] = 8
    assert only(training.judged()).variables == ("d2/kernel",)


def test_float16_gradients_below_its_normal_numbers_underflow(seed):
    training = sound(seed)
    training.stay()
    training.scale(range(12), 1e-6)
    training.arrays["max_abs"] = in_half_precision(training.arrays["max_abs"])
    found = only(training.judged())
    assert (found.rule, found.code, found.severity) == ("underflow", "GH215", "warning")
    assert found.evidence["float16_magnitude"] < found.limit.value


def test_a_loss_scale_that_falls_below_1_has_collapsed(seed):
    training = sound(seed)
    training.loss_scale = np.maximum(32768 * 0.5 ** np.arange(40), 2.0**-20).astype(np.float32)
    found = only(training.judged())
    assert (found.rule, found.severity, found.variables) == ("loss-scale-collapse", "error", ())
    assert found.first_step == training.steps[16]
    assert found.evidence["loss_scale"] == 2.0**-20


def test_a_layer_that_is_dead_on_most_rows_of_a_training_that_does_not_learn_is_dead(seed):
    training = sound(seed)
    training.stay()
    training.zero([0, 1], slice(3, 38))
    training.zero([0, 1], slice(39, None))
    assert "zero" in {verdict.rule for verdict in training.judged()}


def test_a_training_that_flies_off_and_lands_has_not_learnt(seed):
    training = sound(seed)
    training.stay()
    training.loss[1:8] = 1e6
    training.arrays["update_ratio"] *= 2e3
    assert only(training.judged()).rule == "exploding"


def test_layers_that_get_little_and_hardly_move_vanish_where_nothing_is_learnt(seed):
    training = sound(seed)
    training.stay()
    training.scale([0, 1], 3e-3)
    training.arrays["update_ratio"][:, :2] *= 1e-2
    assert only(training.judged()).limit.name == "vanishing.weak_ratio"


def test_a_loss_scale_that_dipped_before_has_collapsed_since_it_fell_for_good(seed):
    training = sound(seed)
    training.loss_scale[:] = 2.0**10
    training.loss_scale[5:8] = 0.5
    training.loss_scale[30:] = 0.25
    assert only(training.judged()).first_step == training.steps[30]
