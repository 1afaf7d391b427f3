"""Tensors that no tape watches."""

from tb_gradplugin.messages.explanation import headline
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


def test_of_several_lines_that_may_have_made_one_tensor_all_stand_before_its_use():
    b = Builder()
    x = b.outside("x")
    others = (line(8)[0], line(9)[0])
    b.ask("tensor", x, kind="tensor", made=line(7)[0], made_name="image", may_be_made=others)
    finding = b.finding(b.op("Sum", b.op("Square", x, at=3), at=4))
    assert numbers(finding) == [7, 8, 9, 3]
    assert finding.evidence["made_by"] == "one of them"
    assert "(made in train.py:7 or 2 more lines)" in headline(finding)
