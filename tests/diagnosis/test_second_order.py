"""The op whose gradient an op of a tape inside of the loss is, where that is certain."""

import pytest

from tb_gradplugin.diagnosis.inner_tape import InnerTape
from tests.diagnosis.programs import Builder, line, numbers

LOOKUP = "LookupError: gradient registry has no entry for: {}"


def _penalty(*ops, named="CropAndResizeGradImage"):
    """A tape's gradient through ops of a type each, on lines from 2 on, up to an op on line 20."""
    b = Builder()
    source = value = b.op("Mul", b.weight("w"), b.constant(), at=1)
    for number, op_type in enumerate(ops, 2):
        value = b.op(op_type, value, at=number)
    gradient = b.op("OnesLike", value, at=20)
    twice = b.op(named, gradient, at=20, passes=None)
    b.inner_tapes.append(InnerTape((value,), (source,), (twice,), line(20)))
    return b.finding(b.op("Sum", twice, value, at=21), exception=LOOKUP.format(named))


@pytest.mark.parametrize(
    ("named", "forward"),
    [
        ("ResizeBicubicGrad", "ResizeBicubic"),
        ("CropAndResizeGradImage", "CropAndResize"),
        ("Dilation2DBackpropInput", "Dilation2D"),
        ("CudnnRNNBackpropV3", "CudnnRNNV3"),
        ("FractionalMaxPoolGrad", "FractionalMaxPool"),
    ],
)
def test_the_line_of_the_op_that_is_differentiated_twice_leads(named, forward):
    finding = _penalty("Tanh", forward, "Sum", named=named)
    assert (finding.code, finding.op_type, numbers(finding)) == ("GN109", named, [3, 20])
    assert finding.evidence["forward_op"] == forward


def test_of_two_lines_none_leads():
    finding = _penalty("CropAndResize", "Tanh", "CropAndResize")
    assert numbers(finding) == [20]
    assert "forward_op" not in finding.evidence


def test_an_op_of_another_name_is_not_taken_for_it():
    assert numbers(_penalty("CropAndResizeTwice", "Tanh")) == [20]


def test_an_op_that_no_tape_made_is_told_with_its_own_line():
    b = Builder()
    picture = b.op("LRN", b.weight("w"), at=2)
    made = b.op("LRNGrad", picture, at=3, passes=None)
    finding = b.finding(b.op("Sum", made, at=4), exception=LOOKUP.format("LRNGrad"))
    assert numbers(finding) == [3]


def test_an_op_before_the_source_of_the_tape_is_not_meant():
    b = Builder()
    source = b.op("LRN", b.weight("w"), at=2)
    target = b.op("LRN", source, at=3)
    made = b.op("LRNGrad", b.op("OnesLike", target, at=5), source, at=5, passes=None)
    b.inner_tapes.append(InnerTape((target,), (source,), (made,), line(5)))
    finding = b.finding(b.op("Sum", made, at=6), exception=LOOKUP.format("LRNGrad"))
    assert numbers(finding) == [3, 5]


def test_of_several_the_one_is_meant_whose_values_the_gradient_was_given():
    b = Builder()
    source = b.op("Mul", b.weight("w"), b.constant(), at=1)
    first = b.op("LRN", source, at=2)
    target = b.op("LRN", first, at=3)
    made = b.op("LRNGrad", b.op("OnesLike", target, at=5), source, first, at=5, passes=None)
    b.inner_tapes.append(InnerTape((target,), (source,), (made,), line(5)))
    finding = b.finding(b.op("Sum", made, at=6), exception=LOOKUP.format("LRNGrad"))
    assert numbers(finding) == [2, 5]


def test_the_op_for_which_a_gradient_function_ran_leads_among_others_of_its_input():
    b = Builder()
    w, x = b.weight("w"), b.outside("x")
    inside = b.op("Mul", x, w, at=2)
    edge = b.op("Maximum", inside, b.constant(), at=3)
    index = len(b.nodes) - 1
    target = b.op("Add", edge, b.op("Neg", inside, at=4), at=4)
    at_edge = b.op("GreaterEqual", inside, at=5, dtype="bool", gradient_of=index)
    made = b.op("Cast", at_edge, at=5, passes=(False,))
    b.inner_tapes.append(InnerTape((target,), (x,), (made,), line(5)))
    finding = b.finding(b.op("Sum", made, at=6))
    assert (finding.code, finding.op_type, numbers(finding)) == ("GN118", "GreaterEqual", [3, 5])
    assert finding.evidence["derivative"] == "comparison"
