"""Branches that were not taken, and loops that made no trip."""

import pytest

from tb_gradplugin.diagnosis.diagnose import null_findings
from tb_gradplugin.diagnosis.program import Region
from tests.diagnosis.programs import Builder, line, numbers


def untaken(ran):
    b = Builder()
    b.regions.append(Region("cond", "true", ran, line(20)))
    inside = b.op("Square", b.weight("w"), at=21, regions=(0,))
    other = b.op("Square", b.weight("x"), at=22)
    merged = b.op("Merge", inside, other)
    return b.program(b.op("Sum", merged, at=23), ok=["x"])


@pytest.mark.parametrize(("ran", "certainty"), [(False, "certain"), (None, "likely")])
def test_a_variable_of_a_branch_that_did_not_run(ran, certainty):
    b = Builder()
    b.ask("w", None)
    loss = b.op("Sum", b.op("Square", b.weight("x"), at=22), at=23)
    found = null_findings(b.program(loss, ok=["x"]), untaken(ran))
    assert [(f.code, f.certainty, f.variables, numbers(f)) for f in found] == [
        ("GN115", certainty, ("w",), [20, 21])
    ]


def test_a_branch_that_ran_explains_nothing():
    b = Builder()
    b.ask("w", None)
    loss = b.op("Sum", b.op("Square", b.weight("x"), at=22), at=23)
    found = null_findings(b.program(loss, ok=["x"]), untaken(True))
    assert [f.code for f in found] == ["GN104"]


def test_all_branches_of_one_condition_are_one_cause():
    b = Builder()
    b.regions += [Region("case", "0", None, line(20)), Region("case", "1", None, line(20))]
    inside = [
        b.op("Square", b.weight(name), at=21, regions=(place,))
        for place, name in enumerate(("w", "v"))
    ]
    other = b.op("Square", b.weight("x"), at=22)
    traced = b.program(b.op("Merge", *inside, other, at=23), ok=["x"])
    eager = Builder()
    for name in ("w", "v"):
        eager.ask(name, None)
    loss = eager.op("Sum", eager.weight("x"), at=23)
    (found,) = null_findings(eager.program(loss, ok=["x"]), traced)
    assert (found.code, found.variables, numbers(found)) == ("GN115", ("w", "v"), [20, 21])
    assert found.evidence["branch"] == "0, 1"


def test_a_region_that_the_loss_does_not_depend_on_explains_nothing():
    traced = Builder()
    traced.regions.append(Region("cond", "true", False, line(20)))
    traced.op("ReadVariableOp", traced.variable("w"), at=21, regions=(0,))
    beside = traced.program(traced.op("Sum", traced.weight("x"), at=22), ok=["x"])
    b = Builder()
    b.ask("w", None)
    found = null_findings(b.program(b.op("Sum", b.weight("x"), at=23), ok=["x"]), beside)
    assert [f.code for f in found] == ["GN104"]


@pytest.mark.parametrize(("ok", "first"), [(["x"], 21), ([], 20)])
def test_a_loop_in_which_alone_a_variable_with_a_gradient_is_used_made_a_trip(ok, first):
    traced = Builder()
    traced.regions += [
        Region("while", "body", None, line(20)),
        Region("cond", "true", None, line(21)),
        Region("cond", "false", None, line(21)),
    ]
    skipped = traced.op("Mul", traced.variable("w"), at=22, regions=(0, 1))
    taken = traced.op("Mul", traced.variable("x"), at=23, regions=(0, 2))
    loss = traced.op("Sum", traced.op("Merge", skipped, taken, at=21, regions=(0,)), at=24)
    seen = traced.program(loss, ok=ok)
    eager = Builder()
    eager.ask("w", None)
    program = eager.program(eager.op("Sum", eager.weight("x"), at=24), ok=["x"])
    (found,) = null_findings(program, seen)
    assert (found.code, found.variables, numbers(found)[0]) == ("GN115", ("w",), first)
