"""Gradients that vanish or explode: one op, every layer a little, or every step."""

import numpy as np
import pytest

from tests.diagnosis.flows import FlowBuilder
from tests.diagnosis.programs import numbers

ONE = [1.0]


def layers(count, factor, activation="", same=False, status="vanishing", at=10):
    """`count` layers, each of which multiplies the gradient by `factor` on its way back."""
    b = FlowBuilder()
    value = b.tensor([1.0], "x")
    shared = b.weights("u", [[1.0]], [[1.0]]) if same else None
    statuses = {}
    first = b.weights("first", [1.0], [factor**count], at=1)
    statuses["first"] = status
    value = b.does("AddV2", value, first, y=[2.0], g=[factor**count], at=2)
    for layer in range(count):
        g = [factor ** (count - layer - 1)]
        w = shared if shared is not None else b.weights(f"w{layer}", [[1.0]], [g])
        value = b.does("MatMul", value, w, y=[2.0], g=g, at=at if same else at + layer)
        if activation:
            value = b.does(activation, value, y=[0.5], g=g, at=at + layer)
    return b.one(b.does("Sum", value, y=ONE, g=ONE, at=99), **statuses)


def test_a_deep_network_of_sigmoids_is_fitted_per_layer():
    found = layers(12, 0.1, "Sigmoid")
    assert (found.code, found.severity) == ("GH226", "warning")
    assert found.evidence["factor"] == pytest.approx(0.1)
    assert found.evidence["factor_lowest"] == pytest.approx(0.1)
    assert (found.evidence["count"], found.evidence["over"]) == (12, "layers")
    assert found.evidence["activation"] == "Sigmoid"


def test_a_deep_network_without_a_saturating_activation():
    assert layers(12, 0.1, "Relu").code == "GH201"


def test_the_same_weights_again_and_again_are_time_steps():
    found = layers(30, 0.3, "Tanh", same=True)
    assert (found.code, found.evidence["over"]) == ("GH227", "time steps")
    assert numbers(found) == [10]


def test_growth_over_layers_and_over_steps():
    assert layers(12, 5.0, status="exploding").code == "GH202"
    found = layers(30, 2.0, same=True, status="exploding")
    assert (found.code, found.evidence["factor"]) == ("GH224", pytest.approx(2.0))


def test_growth_of_what_comes_in_and_of_what_comes_back_is_one_growth():
    b = FlowBuilder()
    value, statuses = b.tensor([1.0], "x"), {}
    for layer in range(12):
        above = 2.0 ** (11 - layer)
        gradient = [[2.0**layer * above * (10.0 + layer)]]
        statuses[f"w{layer}"] = "exploding"
        w = b.weights(f"w{layer}", [[2.0]], gradient)
        value = b.does("MatMul", value, w, y=[2.0 ** (layer + 1)], g=[above], at=layer)
    found = b.one(b.does("Sum", value, y=ONE, g=ONE, at=99), **statuses)
    assert (found.code, len(found.variables)) == ("GH202", 12)
    assert (found.evidence["worst_variable"], found.evidence["worst_l2_norm"]) == ("w11", 43008.0)
    assert found.evidence["factor"] == pytest.approx(2.0)


def test_the_worst_norm_is_told_beside_its_limit():
    found = layers(12, 5.0, status="exploding")
    assert (found.evidence["worst_variable"], found.evidence["limit_l2_norm"]) == ("first", 1e4)
    assert found.evidence["worst_l2_norm"] == pytest.approx(5.0**12)
    found = layers(12, 0.1)
    assert (found.evidence["worst_variable"], found.evidence["limit_share"]) == ("first", 1e-9)
    assert found.evidence["share_of_largest"] == pytest.approx(1e-12)


def test_too_few_layers_are_not_fitted():
    found = layers(3, 1e-4)
    assert found.code == "GH201"
    assert "factor" not in found.evidence


def test_one_saturated_layer_among_many_is_the_culprit():
    b = FlowBuilder()
    value = b.weights("first", [1.0], [1e-12])
    for layer in range(8):
        g = [1e-12] if layer < 4 else [1.0]
        value = b.does("MatMul", value, b.weights(f"w{layer}", [[1.0]], g), y=[30.0], g=g, at=layer)
        after = [1.0] if layer >= 3 else [1e-12]
        facts = {"saturated_count": 1} if layer == 3 else {}
        y = [1.0] if layer == 3 else [0.5]
        value = b.does("Sigmoid", value, y=y, g=after, at=20 + layer, facts=facts)
    found = b.one(b.does("Sum", value, y=ONE, g=ONE, at=99), first="vanishing")
    assert (found.code, numbers(found)) == ("GH208", [23])


def test_an_exponential_that_is_nearly_zero():
    b = FlowBuilder()
    w = b.weights("w", [-60.0], [8.7e-27])
    y = b.does("Exp", w, y=[8.7e-27], g=ONE, at=2)
    found = b.one(b.does("Sum", y, y=ONE, g=ONE, at=3), w="vanishing")
    assert (found.code, found.evidence["output_max"]) == ("GH215", 8.7e-27)


def test_a_part_of_a_tensor_is_followed_to_where_it_becomes_small():
    b = FlowBuilder()
    w = b.weights("w", [1.0], [1e-12], at=1)
    both = b.does("ConcatV2", w, b.tensor([1.0]), y=[1.0, 1.0], g=[1e-12, 1.0], at=2)
    early, late = (
        b.does("StridedSlice", both, y=[1.0], g=[g], at=3, passes=(True,)) for g in (1e-12, 1.0)
    )
    small = b.does("Exp", early, y=[1e-12], g=ONE, at=4)
    y = b.does("AddV2", small, late, y=ONE, g=ONE, at=5)
    found = b.one(b.does("Sum", y, y=ONE, g=ONE, at=6), w="vanishing")
    assert (found.code, numbers(found)) == ("GH215", [4])


def regression(x, y, g_of_w, g_of_error):
    """mean((x * w - y) ** 2)."""
    b = FlowBuilder()
    w = b.weights("w", [[1.0]], [[g_of_w]])
    features, targets = b.tensor(x, "features"), b.tensor(y, "targets")
    predicted = b.does("MatMul", features, w, y=x, g=g_of_error, at=2)
    error = b.does("SquaredDifference", predicted, targets, y=np.square(x), g=[0.5, 0.5], at=3)
    return b.one(b.does("Mean", error, y=ONE, g=ONE, at=4), w="exploding")


def test_inputs_that_are_not_scaled():
    found = regression([[5e3], [-7e3]], [[1.0], [2.0]], 7e7, [[5e3], [7e3]])
    assert (found.code, found.severity, found.evidence["data"]) == ("GH225", "warning", "features")
    assert found.evidence["data_max_abs"] == 7e3


def test_targets_that_are_not_scaled():
    found = regression([[1.0], [2.0]], [[3e6], [-4e6]], 1e7, [[3e6], [4e6]])
    assert (found.code, found.evidence["data"]) == ("GH225", "targets")


def test_a_small_denominator_that_makes_a_gradient_explode():
    b = FlowBuilder()
    w = b.weights("w", [1.0], [1e6])
    y = b.does("RealDiv", w, b.tensor([1e-6], "d"), y=[1e6], g=ONE, at=2)
    found = b.one(b.does("Sum", y, y=ONE, g=ONE, at=3), w="exploding")
    assert (found.code, found.certainty) == ("GH216", "likely")
    assert found.evidence["denominator_min_abs"] == 1e-6


def test_an_op_that_nothing_known_fits_is_named_with_the_size_of_its_factor():
    b = FlowBuilder()
    w, v = b.weights("w", [1.0], [1e6], at=1), b.weights("v", [1e6], [1.0], at=1)
    y = b.does("Mul", w, v, y=[1e6], g=ONE, at=2)
    found = b.one(b.does("Sum", y, y=ONE, g=ONE, at=3), w="exploding")
    assert (found.code, found.evidence["factor_name"]) == ("GH202", "v")
    assert found.evidence["factor_max_abs"] == 1e6


def test_all_variables_of_one_decay_are_one_finding_in_the_order_of_the_question():
    b = FlowBuilder()
    statuses, value = {}, b.tensor([1.0])
    for layer in range(12):
        g = [0.05 ** (11 - layer)]
        w = b.weights(f"w{layer}", [[1.0]], g)
        statuses[f"w{layer}"] = "vanishing" if layer < 4 else "ok"
        value = b.does("MatMul", value, w, y=[2.0], g=g, at=layer)
    found = b.one(b.does("Sum", value, y=ONE, g=ONE, at=99), **statuses)
    assert (found.code, found.variables) == ("GH201", ("w0", "w1", "w2", "w3"))
