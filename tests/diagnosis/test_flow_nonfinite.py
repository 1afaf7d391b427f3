"""Gradients that are not finite: which op made them so, and why."""

import numpy as np
import pytest

from tests.diagnosis.flows import FlowBuilder
from tests.diagnosis.programs import numbers, way

ONE = [1.0]
G = [1.0, 1.0, 1.0]
INF, NAN = np.inf, np.nan
SPOILT = [INF, 1.0, 1.0]


def through(op_type, x, y, gradient=SPOILT, **how):
    """w -> op -> Sum, where the op takes a finite gradient and hands on another."""
    b = FlowBuilder()
    w = b.weights("w", x, gradient, at=1)
    result = b.does(op_type, w, y=y, g=G, at=2, **how)
    return b.one(b.does("Sum", result, y=ONE, g=ONE, at=3), w="nonfinite")


@pytest.mark.parametrize(
    ("op_type", "x", "y", "facts", "code"),
    [
        ("Log", [0, 1, 2], [-INF, 0, 0.7], {"zero_count": 1}, "GH217"),
        ("Pow", [0, 1, 2], [0, 1, 1.4], {"infinite_slope_count": 1}, "GH217"),
        ("Sqrt", [0, 1, 2], [0, 1, 1.4], {"zero_count": 1}, "GH218"),
        ("Rsqrt", [0, 1, 2], [INF, 1, 0.7], {"zero_count": 1}, "GH218"),
        ("Reciprocal", [0, 1, 2], [INF, 1, 0.5], {"denominator_zero_count": 1}, "GH216"),
        ("Log", [-1, 1, 2], [NAN, 0, 0.7], {"negative_count": 1}, "GH221"),
        ("Sqrt", [-1, 1, 2], [NAN, 1, 1.4], {"negative_count": 1}, "GH221"),
        ("Acos", [1, 0, 0], [0, 1.5, 1.5], {"edge_count": 1}, "GH221"),
        ("Svd", [1, 1, 0], [1, 1, 0], {"equal_count": 1}, "GH221"),
        ("Exp", [99, 1, 2], [INF, 2.7, 7.4], {"limit": 88.7}, "GH220"),
        ("Square", [1e20, 1, 2], [INF, 1, 4], {}, "GH220"),
        ("CTCLoss", [1, 1, 2], [INF, 1, 4], {"impossible_rows": 1, "rows": 3}, "GH229"),
        ("Prod", [1, 1, 2], [1, 1, 4], {}, "GH203"),
        ("BesselK1", [0, 1, 2], [INF, 0.6, 0.1], {}, "GH203"),
    ],
)
def test_each_op_at_the_edge_of_what_it_can_do(op_type, x, y, facts, code):
    found = through(op_type, x, y, facts=facts)
    assert (found.code, numbers(found), found.severity) == (code, [2], "error")
    assert way(found) == ["Sum", op_type.upper(), "variable"]
    assert found.evidence["infinite_elements"] == 1
    assert found.certainty == ("likely" if code == "GH203" else "certain")


def test_a_pole_of_a_function_is_no_overflow_and_that_of_a_product_of_large_numbers_is():
    found = through("BesselK1", [0, 1, 2], [INF, 0.6, 0.1])
    assert (found.code, found.evidence["forward"]) == ("GH203", "yes")
    assert "forward" not in through("Prod", [1, 1, 2], [1, 1, 4]).evidence
    assert through("Cumprod", [1e30, 1e30, 1], [1e30, INF, INF]).code == "GH220"


def quotient(denominator, y):
    b = FlowBuilder()
    w = b.weights("w", [1.0, 2.0, 3.0], SPOILT, at=1)
    result = b.does("RealDiv", w, b.tensor(denominator, "d"), y=y, g=G, at=2)
    return b.one(b.does("Sum", result, y=ONE, g=ONE, at=3), w="nonfinite")


def test_a_denominator_with_zeros_is_counted():
    found = quotient([0.0, 0.0, 4.0], [INF, INF, 0.75])
    assert found.code == "GH216"
    assert found.evidence["denominator_zero_count"] == 2
    assert found.evidence["denominator_elements"] == 3


def test_what_is_not_finite_before_the_op_leads_to_where_it_began():
    b = FlowBuilder()
    w = b.weights("w", [0.0, 1.0, 2.0], [NAN, 1.0, 1.0], at=1)
    log = b.does("Log", w, y=[-INF, 0, 0.7], g=[-INF, 1, 1], at=2, facts={"zero_count": 1})
    y = b.does("SquaredDifference", log, b.tensor(ONE), y=[INF, 1, 1], g=G, at=3)
    found = b.one(b.does("Sum", y, y=[INF], g=ONE, at=4), w="nonfinite")
    assert (found.code, numbers(found), found.op_type) == ("GH217", [2], "Log")


def where(x, inner, y, gradient, facts, g=(0.0, 1.0, 1.0)):
    """where(ok, op(w), 0), in which the first element is not chosen."""
    b = FlowBuilder()
    w = b.weights("w", x, gradient, at=1)
    result = b.does(inner, w, y=y, g=g, at=2, facts=facts)
    ok = b.op("Greater", w, b.constant(), dtype="bool", at=3)
    chosen = b.does("SelectV2", ok, result, b.tensor([0.0]), y=[0.0, 1.0, 1.0], g=G, at=3)
    return b.one(b.does("Sum", chosen, y=ONE, g=ONE, at=4), w="nonfinite")


@pytest.mark.parametrize(
    ("inner", "x", "y", "facts", "code"),
    [
        ("Log", [0, 1, 2], [-INF, 0, 0.7], {"zero_count": 1}, "GH217"),
        ("Reciprocal", [0, 1, 2], [INF, 1, 0.5], {}, "GH216"),
        ("Exp", [99, 1, 2], [INF, 2.7, 7.4], {"limit": 88.7}, "GH220"),
        ("Pow", [0, 1, 2], [0, 1, 1.4], {"infinite_slope_count": 1}, "GH217"),
    ],
)
def test_a_where_that_hides_what_has_no_derivative(inner, x, y, facts, code):
    found = where(x, inner, y, [NAN, 1.0, 1.0], facts)
    assert (found.code, found.evidence["inner_code"]) == ("GH219", code)
    assert numbers(found) == [2, 3]


def test_a_where_that_does_not_hide_it_is_no_trap():
    b = FlowBuilder()
    w = b.weights("w", [0.0, 1.0, 2.0], SPOILT, at=1)
    log = b.does("Log", w, y=[-INF, 0, 0.7], g=G, at=2, facts={"zero_count": 1})
    ok = b.op("Greater", w, b.constant(), dtype="bool", at=3)
    kept = b.does("SelectV2", ok, log, b.tensor([0.0]), y=[-INF, 0.0, 0.7], g=G, at=3)
    assert b.one(b.does("Sum", kept, y=ONE, g=ONE, at=4), w="nonfinite").code == "GH217"


def softmax(facts, logits):
    b = FlowBuilder()
    w = b.weights("w", np.ones((2, 3)), np.full((2, 3), NAN), at=1)
    mask = b.tensor([[0.0, 0, 0], [-INF, -INF, -INF]], constant=True)
    x = b.does("AddV2", w, mask, y=logits, g=np.full((2, 3), NAN), at=2)
    y = [[0.3, 0.3, 0.3], [NAN, NAN, NAN]]
    p = b.does("Softmax", x, y=y, g=np.ones((2, 3)), at=3, facts=facts)
    return b.one(b.does("Sum", p, y=[NAN], g=ONE, at=4), w="nonfinite")


def test_a_row_of_a_softmax_that_is_masked_completely():
    found = softmax({"minus_infinity_rows": 1, "rows": 2}, [[1.0] * 3, [-INF] * 3])
    assert (found.code, found.certainty, numbers(found)) == ("GH222", "certain", [3])
    assert (found.evidence["masked_rows"], found.evidence["rows"]) == (1, 2)


def test_nan_in_the_data_is_named_with_its_first_use():
    b = FlowBuilder()
    images = b.tensor([1.0, NAN, 3.0], "images")
    w = b.weights("w", [1.0, 1.0, 1.0], [NAN] * 3)
    y = b.does("Mul", images, w, y=[1.0, NAN, 3.0], g=G, at=2)
    found = b.one(b.does("Sum", y, y=[NAN], g=ONE, at=3), w="nonfinite")
    assert (found.code, numbers(found)) == ("GH223", [2])
    assert found.evidence["source_name"] == "images"
    assert (found.evidence["source_nan_count"], found.evidence["source_elements"]) == (1, 3)


def test_a_variable_that_is_nan_spoils_the_others():
    b = FlowBuilder()
    w = b.weights("w", [1.0, 1.0, 1.0], [NAN] * 3)
    v = b.weights("v", [NAN, 1.0, 1.0], [NAN] * 3)
    y = b.does("Mul", w, v, y=[NAN, 1.0, 1.0], g=[NAN] * 3, at=2)
    squared = b.does("Square", y, y=[NAN, 1.0, 1.0], g=G, at=3)
    found = b.one(b.does("Sum", squared, y=[NAN], g=ONE, at=4), w="nonfinite", v="nonfinite")
    assert (found.code, found.variables) == ("GH223", ("w", "v"))
    assert (found.evidence["source"], found.evidence["source_name"]) == ("variable", "v")


def test_a_gradient_that_overflows_by_itself():
    b = FlowBuilder()
    w = b.weights("w", [1.0, 1.0, 1.0], SPOILT, dtype="float16")
    y = b.does("Mul", w, b.tensor([300.0]), y=G, g=[6e4, 6e4, 1.0], at=2, dtype="float16")
    found = b.one(b.does("Sum", y, y=ONE, g=[6e4], at=3, dtype="float16"), w="nonfinite")
    assert (found.code, found.evidence["how"]) == ("GH220", "gradient")
    assert (found.evidence["dtype"], found.evidence["gradient_max_abs"]) == ("float16", 6e4)


def test_a_recurrence_that_overflows_is_fitted():
    b = FlowBuilder()
    u = b.weights("u", [[30.0]], [[INF]])
    value = b.tensor([[1.0]], "x")
    for step in range(1, 31):
        y = [[30.0**step]] if step < 27 else [[INF]]
        g = [[NAN]] if step < 30 else [[1.0]]
        value = b.does("MatMul", value, u, y=y, g=g, at=5)
    found = b.one(b.does("Sum", value, y=[INF], g=ONE, at=6), u="nonfinite")
    assert (found.code, found.evidence["over"], found.op_type) == ("GH224", "time steps", "MatMul")
    assert found.evidence["factor"] == pytest.approx(30.0)
    assert found.evidence["factor_lowest"] == pytest.approx(30.0)


def test_a_gradient_that_is_finite_op_by_op_is_not_explained_by_a_guess():
    b = FlowBuilder()
    w = b.weights("w", G, G)
    found = b.one(b.does("Sum", w, y=ONE, g=ONE, at=3), w="nonfinite")
    assert (found.code, found.certainty, found.severity) == ("GH299", "unknown", "error")
    assert found.ruled_out
    assert found.evidence["op_by_op_nonfinite_elements"] == 0


def test_an_evaluation_that_raised_op_by_op_says_so():
    b = FlowBuilder(exception="ValueError: no")
    b.weights("w", G, None)
    found = b.one(b.tensor(ONE), w="nonfinite")
    assert (found.code, found.evidence["exception"]) == ("GH299", "ValueError: no")


def written_out(logits, y, total):
    """exp(w) / sum(exp(w)), whose second row is nothing."""
    b = FlowBuilder()
    w = b.weights("w", np.ones((2, 2)), np.full((2, 2), NAN))
    x = b.does("AddV2", w, b.tensor([0.0]), y=logits, g=np.full((2, 2), NAN), at=1)
    e = b.does("Exp", x, y=y, g=np.full((2, 2), NAN), at=2)
    s = b.does("Sum", e, y=total, g=np.full((2, 1), NAN), at=3)
    p = b.does("RealDiv", e, s, y=[[0.5, 0.5], [NAN, NAN]], g=np.ones((2, 2)), at=4)
    return b.one(b.does("Sum", p, y=[NAN], g=ONE, at=5), w="nonfinite")


def test_a_softmax_that_is_written_out_and_masked():
    found = written_out([[1, 1], [-INF, -INF]], [[2, 2], [0, 0]], [[4], [0]])
    assert (found.code, numbers(found)) == ("GH222", [4])


def test_a_softmax_that_is_written_out_and_underflows():
    found = written_out([[1, 1], [-300, -200]], [[2, 2], [0, 0]], [[4], [0]])
    assert (found.code, found.evidence["how"], numbers(found)) == ("GH215", "quotient", [2, 4])
    assert (found.evidence["underflow_elements"], found.evidence["elements"]) == (2, 4)


def test_a_nan_is_followed_rather_than_an_infinity_that_is_meant():
    b = FlowBuilder()
    w = b.weights("w", [1.0, 1.0], [NAN, NAN])
    limit = b.tensor([INF], "limit")
    bound = b.does("Mul", limit, b.tensor([1.0]), y=[INF], at=1)
    spoilt = b.does("Mul", b.tensor([NAN, 1.0], "images"), w, y=[NAN, 1.0], g=[NAN, 1.0], at=2)
    y = b.does("Prod", bound, spoilt, y=[NAN, INF], g=[1.0, 1.0], at=3)
    found = b.one(b.does("Sum", y, y=[NAN], g=ONE, at=4), w="nonfinite")
    assert (found.code, found.evidence["source_name"], numbers(found)) == ("GH223", "images", [2])
