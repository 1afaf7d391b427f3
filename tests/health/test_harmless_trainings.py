"""What looks odd and does no harm is not accused: at most a note."""

import numpy as np
import pytest

from tb_gradplugin.schema.states import State
from tests.health.trainings import SEEDS, in_half_precision, sound

pytestmark = pytest.mark.parametrize("seed", SEEDS)


def accusations(training, **thresholds):
    return [v for v in training.judged(**thresholds) if v.severity != "note"]


def test_a_sound_training_is_not_accused_and_has_no_note_either(seed):
    for layers in (1, 2, 6, 20):
        assert sound(seed, layers=layers).judged() == []


def test_it_is_not_accused_where_its_loss_is_not_known(seed):
    training = sound(seed)
    training.loss[:] = np.nan
    assert training.judged() == []


def test_nor_where_rows_are_few(seed):
    for rows in (1, 2, 5, 11):
        assert sound(seed, rows=rows).judged() == []


def test_relu_sparsity_is_not_death(seed):
    training = sound(seed)
    training.stay()
    training.arrays["zero_fraction"][:] = 0.9
    assert accusations(training) == []


def test_a_sparse_embedding_is_not_dead(seed):
    training = sound(seed)
    training.arrays["zero_fraction"][:, 0] = 0.9999
    assert accusations(training) == []


def test_a_bias_before_a_normalisation_has_rounding_noise_and_does_not_vanish(seed):
    training = sound(seed)
    training.stay()
    training.scale(range(1, 11, 2), 1e-9)
    assert accusations(training) == []


def test_nor_is_it_dead_where_its_noise_is_exactly_zero(seed):
    training = sound(seed)
    training.zero([3])
    training.count(1501, zero={3: (1501, 0, 1500)})
    (found,) = training.judged()
    assert (found.rule, found.severity) == ("zero", "note")


def test_all_gradients_shrinking_with_the_loss_is_convergence(seed):
    training = sound(seed)
    fall = np.geomspace(1, 1e-9, 40).astype(np.float32)
    training.scale(range(12), fall)
    training.arrays["update_ratio"] *= fall[:, np.newaxis]
    training.loss *= fall
    assert accusations(training) == []


def test_gradients_of_zero_after_everything_has_been_learnt_are_convergence(seed):
    training = sound(seed)
    training.zero(range(12), slice(25, None))
    training.loss[25:] = 0
    training.count(1501, zero=dict.fromkeys(range(12), (700, 801, 1500)))
    assert accusations(training) == []


def test_a_learning_rate_that_warms_up_does_not_stall(seed):
    training = sound(seed)
    training.arrays["update_ratio"] *= np.minimum(1, np.arange(40) / 20)[:, np.newaxis]
    assert accusations(training) == []


def test_accumulated_gradients_whose_updates_fall_between_the_rows_do_not_stall(seed):
    training = sound(seed)
    training.stay()
    training.arrays["update_ratio"][:] = 0
    training.arrays["variable_norm"] *= np.linspace(1, 1.1, 40, dtype=np.float32)[:, np.newaxis]
    assert accusations(training) == []


def test_large_updates_on_the_first_steps_do_not_explode(seed):
    training = sound(seed)
    training.arrays["update_ratio"][:5] = 3.0
    assert accusations(training) == []


def test_zeros_on_the_first_step_come_of_an_initialisation_with_zeros(seed):
    training = sound(seed)
    training.zero(range(10), slice(0, 1))
    training.count(1501, zero=dict.fromkeys(range(10), (1, 0, 0)))
    assert training.judged() == []


def test_updates_that_a_loss_scale_skips_are_not_sick(seed):
    training = sound(seed)
    training.loss_scale[:] = 2.0**13
    training.without(State.NONFINITE, range(12), slice(0, 2))
    training.count(1501)
    assert training.judged() == []


def test_a_loss_scale_that_settles_has_not_collapsed(seed):
    training = sound(seed)
    training.loss_scale = np.maximum(2.0**15 * 0.5 ** np.arange(40), 2.0**9).astype(np.float32)
    assert training.judged() == []


def test_a_loss_scale_that_dips_below_1_and_recovers_has_not_collapsed(seed):
    training = sound(seed)
    training.loss_scale[:] = 2.0**10
    training.loss_scale[5:8] = 0.5
    assert training.judged() == []


def test_bfloat16_loses_digits_and_does_not_underflow(seed):
    training = sound(seed)
    training.scale(range(12), 1e-6)
    bits = training.arrays["max_abs"].view(np.uint32) & np.uint32(0xFFFF0000)
    training.arrays["max_abs"] = bits.view(np.float32)
    assert training.judged() == []


def test_float16_with_a_loss_scale_does_not_underflow(seed):
    training = sound(seed)
    training.scale(range(12), 1e-6)
    training.arrays["max_abs"] = in_half_precision(training.arrays["max_abs"])
    training.loss_scale[:] = 2.0**15
    assert training.judged() == []


def test_small_gradients_in_float32_do_not_underflow_nor_vanish(seed):
    training = sound(seed)
    training.scale(range(12), 1e-12)
    assert training.judged() == []


def test_a_loss_that_is_scaled_up_does_not_explode(seed):
    training = sound(seed)
    training.scale(range(12), 1e6)
    training.loss *= 1e6
    assert training.judged() == []


def test_an_expert_that_is_not_asked_on_most_steps_is_a_note(seed):
    training = sound(seed)
    training.zero([4, 5], slice(None, None, 2))
    assert accusations(training) == []


def test_updates_that_are_gathered_over_steps_do_not_stall(seed):
    training = sound(seed)
    training.arrays["update_ratio"][np.arange(40) % 4 != 0] = 0
    assert accusations(training) == []


def test_a_variable_that_begins_at_zero_is_not_stalled(seed):
    training = sound(seed)
    training.arrays["update_ratio"][0, 1::2] = np.nan
    training.arrays["variable_norm"][0, 1::2] = 0
    assert training.judged() == []


def test_a_moderate_decay_in_a_training_that_learns_does_not_vanish(seed):
    training = sound(seed)
    training.scale([0, 1], 1e-5)
    assert training.judged() == []


def test_large_updates_in_a_training_that_learns_do_not_explode(seed):
    training = sound(seed)
    training.arrays["update_ratio"] *= 2e3
    assert training.judged() == []


def test_a_learning_rate_that_ends_at_zero_does_not_stall_though_the_loss_stays(seed):
    training = sound(seed)
    training.stay()
    training.arrays["update_ratio"][25:] = 0
    training.arrays["variable_norm"][25:] = training.arrays["variable_norm"][25]
    assert accusations(training) == []


def test_large_norms_do_not_explode_where_the_loss_is_not_known(seed):
    training = sound(seed)
    training.loss[:] = np.nan
    training.scale(range(12), 1e6)
    assert training.judged() == []


def test_experts_that_take_turns_are_not_dead_though_one_rests_for_a_window(seed):
    training = sound(seed)
    training.zero([4, 5], slice(0, 28, 2))
    training.zero([4, 5], slice(28, None))
    assert accusations(training) == []
