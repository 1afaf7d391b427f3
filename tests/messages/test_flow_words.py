"""Words of sick gradients: counts agree with their verbs, numbers have their limit."""

import dataclasses

import pytest

from tb_gradplugin.messages.explanation import headline, text
from tests.messages.specimens import SPECIMENS


def told(name, **evidence):
    """The text of a specimen on one line, with other evidence."""
    specimen = SPECIMENS[name]
    changed = dataclasses.replace(specimen, evidence={**specimen.evidence, **evidence})
    return " ".join(text(changed).split())


@pytest.mark.parametrize(
    ("name", "evidence", "said"),
    [
        ("GH208", {"flat_elements": 1}, "1 of 12 elements has a slope of exactly 0"),
        ("GH208", {"flat_elements": 3}, "3 of 12 elements have a slope of exactly 0"),
        ("GH208 of rows", {"one_hot_rows": 1}, "1 of 4 rows gives one element all of the weight"),
        ("GH207", {"nonpositive_elements": 1}, "1 of 12 elements of its input is not positive"),
        ("GH216", {"denominator_zero_count": 1}, "1 of 64 elements of the denominator"),
        ("GH216 of a norm", {"both_zero_count": 1}, "1 of the quotients is 0 / 0"),
        ("GH216 of a norm", {"both_zero_count": 2}, "2 of the quotients are 0 / 0"),
        ("GH220 of a value", {"overflow_elements": 1}, "1 of 9 elements of its result is infinite"),
        ("GH221 at the edge", {"edge_count": 2}, "2 of 12 elements of the input of `tf.acos`"),
        ("GH221 of equals", {}, "1 value of `tf.linalg.svd` (train.py:48) is equal to its"),
        ("GH223", {}, "1 of 12 elements of a float32 tensor of shape (4, 3) is NaN"),
    ],
)
def test_a_count_agrees_with_its_verb(name, evidence, said):
    assert said in told(name, **evidence)


def test_one_input_has_no_range():
    assert "evidence its input is 99; the only element has a slope" in told("GH208 of a variable")
    same = {"elements": 3, "input_min": 99.0, "input_max": 99.0}
    assert "its 3 inputs are 99;" in told("GH208", **same)


def test_the_only_element_is_counted_by_no_number():
    said = told("GH216", denominator_zero_count=1, denominator_elements=1)
    assert "because the only element of the denominator (train.py:48) is 0." in said


def test_time_steps_that_are_not_all_are_told_as_a_part():
    said = told("GH224 of a part")
    assert "because each time step multiplies what passes through it by about 0.225" in said
    assert "over 30 of 60 time steps the size changes from" in said
    assert "over 30 time steps the size changes from" in told("GH224")


def test_the_factor_that_changes_the_size_is_told():
    number = told("GH202 of a number")
    assert "`tf.multiply` (train.py:48) multiplies them by 2.1e+09." in number
    assert "Choose units in train.py:48 in which the factor 2.1e+09 is of" in number
    assert "multiplies them by `prices` with values up to 2.1e+09." in told("GH202 of a tensor")
    assert "multiplies them by 1e-12." in told("GH201 of a number")


def test_ways_that_cancel_at_a_variable_are_told_by_the_op_at_which_they_part():
    said = told("GH214 of reads")
    assert "2 ways from the loss, which part at `tf.subtract` (train.py:48), bring" in said


def test_an_exploding_or_vanishing_norm_is_told_with_its_limit():
    assert "the L2 norm of `kernel` is 310,000, limit 10,000 (exploding.l2_norm)." in told(
        "GH202 of layers"
    )
    assert (
        "the L2 norm of `kernel` is 7.8e-20, 2.2e-19 of the largest of all, limit 1e-09 "
        "(vanishing.relative_norm)."
    ) in told("GH201 of layers")


def test_the_headline_of_a_loss_says_that_the_gradients_are_finite():
    assert headline(SPECIMENS["GH217 of the loss"]) == (
        "`kernel` and `bias` receive a finite gradient of a loss that is infinite, because 1 of 12 "
        "elements of the input of `tf.math.log` (train.py:48) is 0."
    )
    assert "of a loss that is NaN, most likely because the input of" in headline(
        SPECIMENS["GH217 most likely of the loss"]
    )


def test_the_op_at_which_the_gradient_turns_is_named_where_it_is_another():
    assert "finite where it reaches `tf.square` (L2 norm 0.25)" in told("GH216 before another op")
    assert "finite where it reaches the op (L2 norm 0.25)" in told("GH216")


def test_what_is_to_be_changed_in_a_layer_is_told_with_the_layer():
    dead = dataclasses.replace(SPECIMENS["GH207"], layer="model/dense")
    assert "`elu` in the layer `model/dense`, which keep" in " ".join(text(dead).split())
    assert "`elu` in train.py:48, which keep" in told("GH207")


def test_both_limits_of_a_clip_are_told():
    assert "outside of the limits of a clip (train.py:48)" in told("GH209")
    assert "limits 0 to 1" in told("GH209")
    assert "outside of the limit of `tf.minimum` (train.py:48)" in told("GH209 of one side")


def test_all_variables_of_zeros_are_named():
    said = told("GH211 of two")
    assert (
        "because their gradients are multiplied by `head/kernel` and `body/kernel`, which" in said
    )
    assert "Initialise `head/kernel` and `body/kernel` with random numbers" in said
    assert "Initialise `head/kernel` in train.py:48 with random" in told("GH211 of a line")


def test_a_custom_gradient_is_answered_by_its_own_function():
    assert "See why the gradient function of `clip` in train.py:48 returns zeros." in told(
        "GH204 of a custom gradient"
    )
    assert "Write the gradient function of `clip` in train.py:48 so that" in told(
        "GH203 of a custom gradient"
    )
    assert "because `clip` (train.py:48) gives values that are not finite" in told(
        "GH203 of its value"
    )


def test_a_note_on_a_sick_gradient_says_that_it_does_no_harm():
    assert "note Likely harmless: it is so." in told("GH228")
