"""Traced loops, in which an early op depends on a later one."""

import dataclasses

from tests.diagnosis.programs import Builder, numbers, way


def loop(b: Builder, start: int, body) -> int:
    """What a loop gives whose trips `body` makes, as the op at which they join."""
    joined = b.op("Merge", start, start, at=2)
    node = len(b.nodes) - 1
    out = body(joined)
    b.nodes[node] = dataclasses.replace(b.nodes[node], inputs=(start, out), passes=(True, True))
    return joined


def test_a_variable_that_is_used_in_the_body_alone_is_behind_a_cut_after_the_loop():
    b = Builder()
    inside = b.weight("inside", at=1)
    joined = loop(b, b.weight("before", at=1), lambda x: b.op("MatMul", x, inside, at=3))
    finding = b.finding(b.op("Sum", b.op("Round", joined, at=5), at=6))
    assert (finding.code, numbers(finding)) == ("GN102", [5])
    assert finding.variables == ("inside", "before")
    assert way(finding)[:2] == ["Sum", "ROUND"]


def test_a_cut_in_the_body_is_found_though_the_start_has_a_gradient():
    b = Builder()
    inside = b.weight("inside", at=1)
    start = b.weight("before", at=1)
    joined = loop(b, start, lambda x: b.op("AddV2", x, b.op("Round", inside, at=3), at=4))
    finding = b.finding(b.op("Sum", joined, at=6), ok=["before"])
    assert (finding.variables, numbers(finding)) == (("inside",), [3])


def test_a_state_that_goes_round_ends_the_search():
    b = Builder()
    w = b.weight("w", at=1)
    joined = loop(b, w, lambda x: b.op("Relu", b.op("Floor", x, at=3), at=4))
    finding = b.finding(b.op("Sum", b.op("StopGradient", joined, at=5), at=6))
    assert (finding.code, way(finding)[-1]) == ("GN101", "variable")
