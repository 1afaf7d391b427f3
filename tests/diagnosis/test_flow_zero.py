"""Gradients that are zero: which op made them so, and why."""

import numpy as np
import pytest

from tests.diagnosis.flows import FlowBuilder
from tests.diagnosis.programs import numbers, way

ONE = [1.0]
ZEROS = [0.0, 0.0, 0.0]
THREE = [1.0, -2.0, 3.0]


def through(op_type, x, y, *more, gradient=ZEROS, loss=2.0, **how):
    """w -> op -> Sum, where the op takes a gradient of ones and hands on `gradient`."""
    b = FlowBuilder()
    w = b.weights("w", x, gradient, at=1)
    result = b.does(op_type, w, *(make(b) for make in more), y=y, g=[1.0, 1.0, 1.0], at=2, **how)
    return b.one(b.does("Sum", result, y=[loss], g=ONE, at=3), w="zero")


def test_a_relu_that_is_off_for_every_input():
    found = through("Relu", [-1.0, -2.0, -3.0], ZEROS, loss=0.5)
    assert (found.code, found.certainty, found.severity) == ("GH207", "certain", "error")
    assert numbers(found) == [2]
    assert way(found) == ["Sum", "RELU", "variable"]
    assert found.evidence["nonpositive_elements"] == 3
    assert found.evidence["input_max"] == -1.0


def test_a_maximum_with_zero_is_a_relu_and_a_clip_is_not():
    zero = [lambda b: b.tensor([0.0], constant=True)]
    assert through("Maximum", [-1.0, -2.0, -3.0], ZEROS, *zero).code == "GH207"
    one = [lambda b: b.tensor([1.0], constant=True)]
    found = through("Maximum", [-1.0, -2.0, -3.0], ONE * 3, *one)
    assert (found.code, found.evidence["lower_limit"]) == ("GH209", 1.0)


def test_a_clip_whose_input_lies_outside_of_its_limits():
    limits = [lambda b: b.tensor([0.0], constant=True), lambda b: b.tensor(ONE, constant=True)]
    found = through("ClipByValue", [5.0, 6.0, 7.0], ONE * 3, *limits)
    assert found.code == "GH209"
    assert (found.evidence["lower_limit"], found.evidence["upper_limit"]) == (0.0, 1.0)
    assert (found.evidence["input_min"], found.evidence["input_max"]) == (5.0, 7.0)


def test_a_clip_of_two_ops_is_told_with_both_of_its_limits():
    b = FlowBuilder()
    w = b.weights("w", [5.0, 6.0, -7.0], ZEROS, at=1)
    low, high = b.tensor([0.25], constant=True), b.tensor(ONE, constant=True)
    below = b.does("Minimum", w, high, y=[1.0, 1.0, -7.0], g=[1.0, 1.0, 0.0], at=2)
    both = b.does("Maximum", below, low, y=[1.0, 1.0, 0.25], g=[1.0, 1.0, 1.0], at=2)
    found = b.one(b.does("Sum", both, y=[2.0], g=ONE, at=3), w="zero")
    assert (found.code, found.op_type) == ("GH209", "Minimum")
    assert (found.evidence["lower_limit"], found.evidence["upper_limit"]) == (0.25, 1.0)


@pytest.mark.parametrize(
    ("op_type", "y"), [("Sigmoid", ONE * 3), ("Tanh", [-1.0, 1.0, 1.0]), ("Softmax", [0, 1, 0])]
)
def test_a_saturated_activation(op_type, y):
    b = FlowBuilder()
    w = b.weights("w", [-900.0, 900.0, -900.0], ZEROS, at=1)
    out = b.does(op_type, w, y=y, g=[1.0, 2.0, 0.5], at=2)
    found = b.one(b.does("Sum", out, y=ONE, g=ONE, at=3), w="zero")
    assert (found.code, found.certainty, numbers(found)) == ("GH208", "certain", [2])


def test_a_variable_that_goes_into_a_saturated_activation_as_it_is_is_named():
    assert through("Sigmoid", [90.0, 99.0, 80.0], ONE * 3).evidence["input_variable"] == "w"


def test_a_softmax_over_one_element():
    b = FlowBuilder()
    w = b.weights("w", [[2.0], [3.0]], [[0.0], [0.0]])
    p = b.does("Softmax", w, y=[[1.0], [1.0]], g=[[1.0], [1.0]], at=2)
    found = b.one(b.does("Sum", p, y=[2.0], g=ONE, at=3), w="zero")
    assert (found.code, found.evidence["logits_shape"]) == ("GH212", "(2, 1)")


def test_a_sign_and_a_call_of_python():
    assert through("Sign", THREE, [1.0, -1.0, 1.0]).code == "GH210"
    called = through("EagerPyFunc", THREE, THREE, function="square")
    assert (called.code, called.evidence["how"]) == ("GN112", "py_function")
    assert called.evidence["function"] == "square"


def product(x, y, gradient, factor, statuses, **kept):
    """loss = sum(w * v)."""
    b = FlowBuilder(**kept)
    w = b.weights("w", x, gradient, at=1)
    v = factor(b)
    result = b.does("Mul", w, v, y=y, g=[1.0, 1.0, 1.0], at=2)
    return b.one(b.does("Sum", result, y=[2.0], g=ONE, at=3), **statuses)


def test_a_variable_of_zeros_that_stays_zero_is_an_error():
    found = product(THREE, ZEROS, ZEROS, lambda b: b.weights("v", ZEROS, ZEROS), {"w": "zero"})
    assert (found.code, found.severity) == ("GH211", "error")
    assert found.evidence["zero_variable"] == "v"
    assert numbers(found) == [2]


def test_a_variable_of_zeros_that_has_a_gradient_is_a_note():
    found = product(THREE, ZEROS, ZEROS, lambda b: b.weights("v", ZEROS, THREE), {"w": "zero"})
    assert (found.code, found.severity, found.variables) == ("GH211", "note", ("w",))
    assert "`v`" in found.evidence["severity_because"]


def test_all_variables_of_zeros_that_block_each_other_are_named():
    b = FlowBuilder()
    w, v = b.weights("w", ZEROS, ZEROS), b.weights("v", ZEROS, ZEROS)
    y = b.does("Mul", w, v, y=ZEROS, g=[1.0, 1.0, 1.0], at=2)
    found = b.one(b.does("Sum", y, y=[2.0], g=ONE, at=3), w="zero", v="zero")
    assert (found.code, found.variables) == ("GH211", ("w", "v"))
    assert found.evidence["zero_variables"] == "v, w"


def test_a_relu_of_the_zeros_of_a_variable_is_off_because_of_that_variable():
    b = FlowBuilder()
    w, v = b.weights("w", THREE, ZEROS), b.weights("v", ZEROS, ZEROS)
    x = b.does("Mul", w, v, y=ZEROS, g=ZEROS, at=2)
    y = b.does("Relu", x, y=ZEROS, g=[1.0, 1.0, 1.0], at=3)
    found = b.one(b.does("Sum", y, y=[2.0], g=ONE, at=4), w="zero", v="zero")
    assert (found.code, found.severity, found.variables) == ("GH211", "error", ("w", "v"))
    assert found.evidence["zero_variable"] == "v"


def test_a_relu_of_zeros_that_are_no_variable_is_dead():
    b = FlowBuilder()
    w = b.weights("w", THREE, ZEROS)
    x = b.does("Sub", w, b.tensor(THREE), y=ZEROS, g=ZEROS, at=2)
    y = b.does("Relu", x, y=ZEROS, g=[1.0, 1.0, 1.0], at=3)
    assert b.one(b.does("Sum", y, y=[2.0], g=ONE, at=4), w="zero").code == "GH207"


def test_two_matrices_of_zeros_stay_copies_even_if_one_moves():
    b = FlowBuilder()
    w = b.weights("w", np.zeros((2, 2)), np.zeros((2, 2)))
    v = b.weights("v", np.zeros((2, 2)), np.ones((2, 2)))
    y = b.does("MatMul", w, v, y=np.zeros((2, 2)), g=np.ones((2, 2)), at=2)
    found = b.one(b.does("Sum", y, y=[1.0], g=ONE, at=3), w="zero")
    assert (found.code, found.severity) == ("GH211", "warning")


def test_a_mask_that_is_zero_everywhere():
    def mask(b):
        chosen = b.op("Greater", b.outside("x"), b.constant(), dtype="bool", at=5)
        return b.does("Cast", chosen, y=ZEROS, at=5)

    found = product(THREE, ZEROS, ZEROS, mask, {"w": "zero"})
    assert (found.code, found.evidence["how"], found.severity) == ("GH213", "mask", "warning")
    assert numbers(found) == [5, 2]


def test_weights_from_outside_that_are_all_zero_are_named():
    found = product(THREE, ZEROS, ZEROS, lambda b: b.tensor(ZEROS, "sample_weight"), {"w": "zero"})
    assert (found.code, found.evidence["factor"]) == ("GH213", "sample_weight")


def test_a_dead_relu_is_one_cause_for_the_layers_on_both_sides():
    b = FlowBuilder()
    w1, w2 = b.weights("w1", THREE, ZEROS), b.weights("w2", THREE, ZEROS)
    x = b.does("Mul", b.tensor(THREE), w1, y=[-1.0, -2.0, -9.0], g=ZEROS, at=2)
    h = b.does("Relu", x, y=ZEROS, g=[2.0, 2.0, 2.0], at=3)
    y = b.does("Mul", h, w2, y=ZEROS, g=[1.0, 1.0, 1.0], at=4)
    found = b.one(b.does("Sum", y, y=[1.0], g=ONE, at=5), w1="zero", w2="zero")
    assert (found.code, found.variables, numbers(found)) == ("GH207", ("w1", "w2"), [3])


def test_where_a_factor_is_to_blame_the_op_that_takes_it_in_is_named():
    b = FlowBuilder()
    w = b.weights("w", THREE, ZEROS)
    off = b.does("Relu", b.tensor([-1.0, -2.0, -9.0]), y=ZEROS, at=3)
    y = b.does("Mul", off, w, y=ZEROS, g=[1.0, 1.0, 1.0], at=4)
    found = b.one(b.does("Sum", y, y=[1.0], g=ONE, at=5), w="zero")
    assert (found.op_type, found.evidence["turned_at"]) == ("Relu", "Mul")
    assert "turned_at" not in through("Relu", [-1.0, -2.0, -3.0], ZEROS, loss=0.5).evidence


def test_an_empty_selection_is_told_with_the_line_that_made_it():
    b = FlowBuilder()
    w = b.weights("w", THREE, ZEROS)
    chosen = b.does("GatherV2", w, b.constant("int32", (0,)), y=[], g=[], at=2)
    squared = b.does("Square", chosen, y=[], g=[], at=3)
    found = b.one(b.does("Mean", squared, y=[np.nan], g=ONE, at=4), w="zero")
    assert (found.code, numbers(found), found.op_type) == ("GH213", [2], "GatherV2")


def test_a_condition_that_chooses_nothing():
    b = FlowBuilder()
    w = b.weights("w", THREE, ZEROS)
    never = b.op("Greater", w, b.constant(), dtype="bool", at=2)
    facts = {"true_count": 0, "elements": 3}
    y = b.does("SelectV2", never, w, b.tensor(ONE), y=THREE, g=THREE, at=2, facts=facts)
    found = b.one(b.does("Sum", y, y=ONE, g=ONE, at=3), w="zero")
    assert (found.code, found.certainty) == ("GH213", "certain")


def test_a_value_taken_from_itself():
    b = FlowBuilder()
    w = b.weights("w", THREE, ZEROS)
    y = b.does("Sub", w, w, y=ZEROS, g=[1.0, 1.0, 1.0], at=2)
    found = b.one(b.does("Sum", y, y=[0.0], g=ONE, at=3), w="zero")
    assert (found.code, found.certainty, found.evidence["ways"]) == ("GH214", "certain", 2)


def test_a_mean_taken_out_of_one_sample():
    b = FlowBuilder()
    w = b.weights("w", THREE, ZEROS)
    mean = b.does("Mean", w, y=THREE, g=[-1.0, -1.0, -1.0], at=2)
    y = b.does("Sub", w, mean, y=ZEROS, g=[1.0, 1.0, 1.0], at=3)
    found = b.one(b.does("Sum", y, y=[0.5], g=ONE, at=4), w="zero")
    assert (found.code, found.certainty, found.evidence["ways"]) == ("GH214", "likely", 2)


def summed_softmax(above, below):
    b = FlowBuilder()
    w = b.weights("w", THREE, below)
    y = b.does("Softmax", w, y=[0.2, 0.3, 0.5], g=above, at=2)
    return b, b.does("Sum", y, y=[1.0], g=ONE, at=3)


@pytest.mark.parametrize(("below", "status"), [(ZEROS, "zero"), ([1e-9, -1e-9, 0.0], "vanishing")])
def test_a_softmax_whose_outputs_are_weighed_alike(below, status):
    b, loss = summed_softmax([0.1, 0.1, 0.1], below)
    found = b.one(loss, w=status)
    assert (found.code, found.certainty, found.severity) == ("GH214", "certain", "warning")
    assert (found.op_type, found.evidence["classes"]) == ("Softmax", 3)


def test_a_softmax_whose_outputs_are_weighed_otherwise_is_not_said_to_cancel():
    b, loss = summed_softmax([0.1, 0.2, 0.1], ZEROS)
    assert b.one(loss, w="zero").code != "GH214"


def test_an_exponential_that_underflows():
    found = through("Exp", [-1000.0, -900.0, -800.0], ZEROS, loss=0.0)
    assert (found.code, found.evidence["how"]) == ("GH215", "exponential")
    assert found.evidence["input_max"] == -800.0
    assert found.evidence["limit"] == -87.3


def test_a_cast_to_a_half_in_which_the_gradient_underflows():
    b = FlowBuilder()
    w = b.weights("w", THREE, ZEROS)
    small = b.does("Cast", w, y=THREE, g=ZEROS, dtype="float16", at=2)
    large = b.does("Cast", small, y=THREE, g=[1e-9, 1e-9, 1e-9], at=3)
    found = b.one(b.does("Sum", large, y=ONE, g=[1e-9], at=4), w="zero")
    assert (found.code, found.certainty, numbers(found)) == ("GH215", "certain", [3])
    assert found.evidence["dtype"] == "float16"


def test_an_op_that_nothing_known_fits_is_named_all_the_same():
    found = through("Prod", THREE, THREE)
    assert (found.code, found.certainty, found.op_type) == ("GH204", "likely", "Prod")


def test_a_variable_that_has_no_gradient_op_by_op_lies_in_a_branch_that_did_not_run():
    b = FlowBuilder()
    w = b.weights("w", THREE, THREE)
    b.variable("other")
    found = b.one(b.does("Sum", w, y=ONE, g=ONE, at=3), other="zero")
    assert (found.code, found.certainty, found.variables) == ("GN115", "likely", ("other",))


def test_a_part_of_a_tensor_is_followed_to_where_its_gradient_turns_zero():
    b = FlowBuilder()
    w = b.weights("w", ONE, [0.0], at=1)
    both = b.does("ConcatV2", w, b.tensor(ONE), y=[1.0, 1.0], g=[0.0, 1.0], at=2)
    early, late = (b.does("StridedSlice", both, y=ONE, g=[g], at=3) for g in (0.0, 1.0))
    dead = b.does("Relu", early, y=[0.0], g=ONE, at=4)
    b.holds(early, [-1.0])
    y = b.does("AddV2", dead, late, y=ONE, g=ONE, at=5)
    found = b.one(b.does("Sum", y, y=ONE, g=ONE, at=6), w="zero")
    assert (found.code, numbers(found)) == ("GH207", [4])
