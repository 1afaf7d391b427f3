"""Sick numbers of sound programs: nothing is said of them, or a note."""

import numpy as np

from tests.diagnosis.flows import FlowBuilder

ONE = [1.0]
ZEROS = [0.0, 0.0, 0.0]
THREE = [1.0, -2.0, 3.0]


def test_nothing_sick_is_nothing_found():
    b = FlowBuilder()
    w = b.weights("w", [-1.0, 2.0, -3.0], [0.0, 1.0, 0.0])
    h = b.does("Relu", w, y=[0.0, 2.0, 0.0], g=[1.0, 1.0, 1.0], at=2)
    assert b.sick(b.does("Sum", h, y=[2.0], g=ONE, at=3)) == []


def test_a_prediction_that_equals_its_target():
    b = FlowBuilder()
    w = b.weights("w", THREE, ZEROS)
    y = b.does("SquaredDifference", w, b.tensor(THREE, "y"), y=ZEROS, g=[1.0, 1.0, 1.0], at=2)
    found = b.one(b.does("Mean", y, y=[0.0], g=ONE, at=3), w="zero")
    assert (found.code, found.severity) == ("GH228", "note")


def test_a_hinge_loss_that_has_nothing_left_to_learn():
    b = FlowBuilder()
    w = b.weights("w", [-1.0, -2.0, -3.0], ZEROS)
    y = b.does("Relu", w, y=ZEROS, g=[1.0, 1.0, 1.0], at=2)
    found = b.one(b.does("Mean", y, y=[0.0], g=ONE, at=3), w="zero")
    assert (found.code, found.severity) == ("GH228", "note")


def test_probabilities_that_equal_their_labels():
    b = FlowBuilder()
    w = b.weights("w", [[900.0, 0.0]], [[0.0, 0.0]])
    y = b.does("SoftmaxCrossEntropyWithLogits", w, b.tensor([[1.0, 0.0]]), y=[0.0], g=ONE, at=2)
    found = b.one(b.does("Mean", y, y=[0.0], g=ONE, at=3), w="zero")
    assert (found.code, found.severity) == ("GH228", "note")


def shifted(normalise):
    """A bias of 1 element added to 64, of whose gradient rounding alone is left."""
    b = FlowBuilder()
    bias = b.weights("bias", [0.5], [1e-12])
    y = b.does("AddV2", b.tensor(np.ones(64)), bias, y=np.ones(64), g=np.ones(64), at=2)
    return b.one(b.does("Sum", normalise(b, y), y=ONE, g=ONE, at=9), bias="vanishing")


def test_a_bias_before_a_softmax_or_a_batch_normalisation():
    for op_type in ("Softmax", "FusedBatchNormV3", "Rsqrt"):
        found = shifted(
            lambda b, y, kind=op_type: b.does(kind, y, y=np.ones(64), g=np.ones(64), at=3)
        )
        assert (found.code, found.severity, found.certainty) == ("GH228", "note", "certain")
        assert found.evidence["normalisation"] == op_type
        assert [location.line for location in found.locations] == [2, 3]


def test_a_bias_before_its_own_mean_is_taken_out():
    def normalise(b, y):
        mean = b.does("Mean", y, y=ONE, g=[0.0], at=3)
        return b.does("Sub", y, mean, y=np.zeros(64), g=np.ones(64), at=4)

    assert shifted(normalise).code == "GH228"


def test_the_same_loss_of_size_without_a_normalisation_is_no_note():
    def square(b, y):
        return b.does("Square", y, y=np.ones(64), g=np.ones(64), at=3)

    assert shifted(square).severity != "note"


def scaled(op_type, y, factor, norm=2e5):
    b = FlowBuilder()
    w = b.weights("w", THREE, [norm])
    sum_ = b.does("Mean", b.does("Square", w, y=THREE, g=[norm / 4], at=2), y=ONE, g=[factor], at=3)
    loss = b.does(op_type, sum_, b.tensor([factor], constant=True), y=y, g=ONE, at=4)
    return b.one(loss, w="exploding")


def test_a_loss_scale_is_a_note():
    found = scaled("Mul", [32768.0], 32768.0)
    assert (found.code, found.severity, found.evidence["how"]) == ("GH202", "note", "scale")
    assert found.evidence["scale"] == 32768.0
    assert found.evidence["gradient_l2_norm_unscaled"] < 1e4


def test_a_loss_scale_does_not_excuse_what_explodes_without_it():
    assert scaled("Mul", [32768.0], 32768.0, norm=1e12).severity == "warning"


def test_a_loss_that_is_a_sum_of_many_terms_is_a_note():
    b = FlowBuilder()
    w = b.weights("w", np.ones(40000), [5e4])
    y = b.does("Square", w, y=np.ones(40000), g=np.ones(40000), at=2)
    found = b.one(b.does("Sum", y, y=[40000.0], g=ONE, at=3), w="exploding")
    assert (found.code, found.severity, found.evidence["how"]) == ("GH202", "note", "sum")


def test_a_gradient_that_is_small_only_beside_a_huge_one_is_a_note():
    b = FlowBuilder()
    w, v = b.weights("w", ONE, [0.1]), b.weights("v", ONE, [1e9])
    y = b.does("Mul", w, v, y=ONE, g=ONE, at=2)
    found = b.sick(b.does("Sum", y, y=ONE, g=ONE, at=3), w="vanishing", v="exploding")
    notes = [f for f in found if f.variables == ("w",)]
    assert [(f.code, f.severity) for f in notes] == [("GH201", "note")]
    assert notes[0].evidence["largest_variable"] == "v"


def test_a_gradient_penalty_over_straight_pieces_has_no_gradient_for_a_bias():
    b = FlowBuilder()
    bias = b.weights("bias", THREE, ZEROS)
    y = b.does("LeakyReluGrad", b.tensor(THREE), bias, y=THREE, g=[1.0, 1.0, 1.0], at=2)
    found = b.one(b.does("Sum", y, y=ONE, g=ONE, at=3), bias="zero")
    assert (found.code, found.severity, found.evidence["how"]) == ("GH228", "note", "curvature")


def test_biases_before_normalisations_are_one_note():
    b = FlowBuilder()
    y = b.tensor(np.ones(64))
    for layer in range(3):
        bias = b.weights(f"bias{layer}", [0.5], [1e-12])
        y = b.does("AddV2", y, bias, y=np.ones(64), g=np.ones(64), at=10 + layer)
        y = b.does("FusedBatchNormV3", y, y=np.ones(64), g=np.ones(64), at=20 + layer)
    loss = b.does("Sum", y, y=ONE, g=ONE, at=9)
    found = b.one(loss, **{f"bias{layer}": "vanishing" for layer in range(3)})
    assert found.variables == ("bias0", "bias1", "bias2")


def cancelled(op_type, y, below, factor=None):
    """Weights whose gradient is a sum over four samples, of which two pull each way."""
    b = FlowBuilder()
    w = b.weights("w", np.ones(np.shape(below)), below)
    signs = [[0.25], [-0.25], [0.25], [-0.25]]
    other = b.tensor(np.ones((4, 1)) if factor is None else factor)
    h = b.does(op_type, other, w, y=y, g=signs, at=2)
    return b.one(b.does("Mean", b.does("Abs", h, y=y, g=signs), y=ONE, g=ONE, at=3), w="zero")


def test_signs_that_cancel_in_the_sum_over_a_batch_accuse_no_op():
    y = [[1.0], [-2.0], [1.5], [-3.0]]
    for op_type, below in (("AddV2", [0.0]), ("BiasAdd", [0.0]), ("MatMul", [[0.0]])):
        found = cancelled(op_type, y, below)
        assert (found.code, found.severity, found.op_type) == ("GH214", "note", op_type)
        assert found.evidence["zero_elements_above"] == 0


def test_a_factor_that_is_zero_where_a_gradient_comes_does_not_cancel():
    found = cancelled("MatMul", [[0.0]] * 4, [[0.0]], [[0.0], [0.0], [0.0], [0.0]])
    assert (found.code, found.severity) == ("GH204", "error")
