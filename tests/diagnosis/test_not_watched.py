"""Tensors that no tape watches."""

from tests.diagnosis.programs import Builder, line, numbers


def test_a_tensor_that_the_tape_does_not_watch():
    b = Builder()
    x = b.outside("x")
    b.ask("tensor", x, kind="tensor")
    finding = b.finding(b.op("Sum", b.op("Square", x, at=3), at=4))
    assert (finding.code, numbers(finding), finding.evidence["tensor"]) == ("GN105", [3], "x")


def test_several_tensors_are_one_cause_that_begins_with_the_lines_that_make_them():
    b = Builder()
    made = line(7)[0]
    first, second = b.outside("x"), b.outside("net.y")
    b.ask("tensor", first, kind="tensor", made=made, made_name="image")
    b.ask("tensor_2", second, kind="tensor", made=made)
    finding = b.finding(b.op("Sum", b.op("Mul", first, second, at=3), at=4))
    assert (finding.code, finding.variables) == ("GN105", ("tensor", "tensor_2"))
    assert (numbers(finding), finding.evidence["tensor"]) == ([7, 3], "image, net.y")
    assert finding.evidence["made_lines"] == 1
