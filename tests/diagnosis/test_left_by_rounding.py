"""What rounding leaves of a gradient that is 0 by mathematics is not called a gradient."""

import pytest

from tb_gradplugin.diagnosis import left_by_rounding
from tb_gradplugin.schema.findings import Finding
from tests.diagnosis.flows import FlowBuilder

NAN = float("nan")


def finding(code, variables, status="vanishing", **evidence):
    return Finding(code, status, "error", "certain", variables, evidence=evidence)


def test_a_softmax_over_one_element_is_told_though_it_leaves_something():
    b = FlowBuilder()
    w = b.weights("w", [[0.3], [0.7]], [[6e-8], [6e-8]])
    p = b.does("Softmax", w, y=[[0.99999994]] * 2, g=[[1.0], [1.0]], at=2)
    found = b.one(b.does("Sum", p, y=[2.0], g=[1.0], at=3), w="vanishing")
    assert (found.code, found.certainty) == ("GH212", "certain")
    assert "limit_share" not in found.evidence


@pytest.mark.parametrize(
    ("norms", "loss", "places"),
    [
        ((1e-8, 1e-7), 1.0, [0, 1]),
        ((1e-8, 0.5), 1.0, [0]),
        ((1e-4, 0.5), 1.0, []),
        ((1e-4, 2e3), 1.0, [0]),
        ((1e-4, 0.5), 1e3, [0]),
        ((1e-8, NAN), NAN, [0]),
        ((1e-8, 0.5), float("inf"), [0]),
    ],
)
def test_small_beside_the_largest_the_loss_or_one_is_suspected(norms, loss, places):
    statuses = ["ok" if norm == norm else "null" for norm in norms]
    assert left_by_rounding.suspected(statuses, norms, loss) == places


def test_what_has_another_status_is_not_suspected():
    assert left_by_rounding.suspected(["vanishing", "zero"], [1e-12, 0.0], 1.0) == []


def test_what_does_not_prove_rounding_is_not_said_of_suspected_variables():
    kept = finding("GH208", ("b",))
    given = [
        finding("GH208", ("a",)),
        finding("GH208", ("a", "b")),
        finding("GH212", ("a",)),
        finding("GH214", ("a",), cancelling="softmax"),
        finding("GH214", ("a",)),
    ]
    proven = left_by_rounding.proven(given, {"a"})
    assert proven == [kept, given[2], given[3]]


def test_what_is_proven_is_called_vanishing():
    statuses = {"a": "ok", "b": "ok", "c": "zero", "d": "ok"}
    found = [finding("GH212", ("a", "c")), finding("GH208", ("d",))]
    told = left_by_rounding.with_proven(statuses, found)
    assert told == {"a": "vanishing", "b": "ok", "c": "zero", "d": "ok"}
