"""A loss that is not finite although no gradient shows it: which op made it so."""

import dataclasses

import numpy as np
import pytest

from tb_gradplugin.diagnosis.flow_loss import with_loss_finding
from tests.diagnosis.flows import FlowBuilder
from tests.diagnosis.programs import numbers, way

INF, NAN = np.inf, np.nan
ONE = [1.0]


def flow(op_type, x, y, loss=(NAN,), statuses=None, **how):
    """w + sum(op(x)), where the gradient of w does not pass the op."""
    b = FlowBuilder()
    w = b.weights("w", ONE, ONE, at=1)
    made = b.does(op_type, b.tensor(x, "x"), y=y, at=2, **how)
    penalty = b.does("Sum", made, y=loss, at=3)
    return b.flow(b.does("AddV2", w, penalty, y=loss, g=ONE, at=4), statuses or {})


@pytest.mark.parametrize(
    ("op_type", "x", "y", "facts", "code"),
    [
        ("Log", [0, 1], [-INF, 0], {"zero_count": 1}, "GH217"),
        ("Sqrt", [-1, 1], [NAN, 1], {"negative_count": 1}, "GH221"),
        ("Reciprocal", [0, 1], [INF, 1], {"denominator_zero_count": 1}, "GH216"),
        ("Exp", [99, 1], [INF, 2.7], {"limit": 88.7}, "GH220"),
        ("BesselK1", [0, 1], [INF, 0.6], {}, "GH203"),
    ],
)
def test_the_op_that_spoils_the_loss_is_named_by_the_code_of_its_cause(op_type, x, y, facts, code):
    (found,) = with_loss_finding(flow(op_type, x, y, facts=facts))
    assert (found.code, found.status, found.severity) == (code, "ok", "warning")
    assert (found.variables, numbers(found)) == (("w",), [2])
    assert way(found) == ["AddV2", "Sum", op_type.upper()]


def test_nothing_is_said_of_a_gradient_that_is_not_known():
    (found,) = with_loss_finding(flow("Log", [0, 1], [-INF, 0], facts={"zero_count": 1}))
    assert not [key for key in found.evidence if key.startswith(("gradient", "nan", "infinite"))]


@pytest.mark.parametrize(("loss", "said"), [((NAN,), "NaN"), ((-INF,), "infinite")])
def test_the_finding_says_what_the_loss_is(loss, said):
    (found,) = with_loss_finding(flow("Log", [0, 1], [-INF, 0], loss))
    assert found.evidence["loss"] == said


def test_data_that_is_not_finite_is_named():
    (found,) = with_loss_finding(flow("Square", [NAN, 1], [NAN, 1]))
    assert (found.code, found.evidence["source_name"]) == ("GH223", "x")
    assert (numbers(found), found.evidence["source_nan_count"]) == ([2], 1)


def test_a_finite_loss_is_not_spoken_of():
    assert with_loss_finding(flow("Log", [0, 1], [-INF, 0], loss=[3.0])) == []


def test_a_gradient_that_shows_it_speaks_for_itself():
    b = FlowBuilder()
    w, v = b.weights("w", ONE, ONE), b.weights("v", [0.0], [NAN])
    log = b.does("Log", v, y=[-INF], g=ONE, at=2, facts={"zero_count": 1})
    loss = b.does("AddV2", w, log, y=[-INF], g=ONE, at=3)
    assert len(with_loss_finding(b.flow(loss, {}))) == 1
    assert with_loss_finding(b.flow(loss, {"v": "nonfinite"})) == []


def test_without_a_sound_gradient_there_is_nothing_to_add():
    assert with_loss_finding(flow("Log", [0, 1], [-INF, 0], statuses={"w": "zero"})) == []


def test_a_cause_that_is_told_of_a_gradient_already_is_not_told_again():
    seen = flow("Log", [0, 1], [-INF, 0], facts={"zero_count": 1})
    (found,) = with_loss_finding(seen)
    assert with_loss_finding(seen, [found]) == [found]


@pytest.mark.parametrize(("status", "count"), [("exploding", 1), ("vanishing", 2)])
def test_a_gradient_that_explodes_at_the_op_that_spoils_the_loss_is_one_cause_with_it(
    status, count
):
    b = FlowBuilder()
    w, v = b.weights("w", ONE, ONE, at=1), b.weights("v", [300.0], [6e4], at=1)
    square = b.does("Square", v, y=[INF], g=[100.0], at=2)
    loss = b.does("AddV2", w, square, y=[INF], g=ONE, at=3)
    seen = b.flow(loss, {"v": status})
    (alone,) = with_loss_finding(seen)
    told = dataclasses.replace(alone, code="GH225", status=status, variables=("v",), op_name="2")
    found = with_loss_finding(seen, [told])
    assert len(found) == count
    assert (found[-1].code, found[-1].variables) == ("GH220", ("w", "v")[: 3 - count])


def test_of_several_losses_the_one_that_is_not_finite_is_followed():
    b = FlowBuilder()
    w = b.weights("w", ONE, ONE, at=1)
    log = b.does("Log", b.tensor([0.0], "x"), y=[-INF], at=2, facts={"zero_count": 1})
    first = b.does("AddV2", w, log, y=[-INF], g=ONE, at=3)
    second = b.does("Square", w, y=ONE, g=ONE, at=4)
    total = b.holds(b.op("AddN", first, second), g=ONE)
    (found,) = with_loss_finding(b.flow(total, {}))
    assert (found.code, numbers(found)) == ("GH217", [2])


def test_a_loss_that_no_op_has_made_has_no_culprit():
    b = FlowBuilder()
    b.weights("w", ONE, ONE)
    assert with_loss_finding(b.flow(b.tensor([NAN], "x"), {})) == []
