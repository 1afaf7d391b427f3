"""What takes all variables down at once, and what tapes inside of the loss do."""

import pytest

from tb_gradplugin.diagnosis.inner_tape import InnerTape
from tests.diagnosis.programs import Builder, line, numbers, way

REGISTRY = "LookupError: gradient registry has no entry for: AdjustHue"
OPERATION = (
    "LookupError: No gradient defined for operation 'AdjustHue_1' (op type: AdjustHue). In general"
)


@pytest.mark.parametrize("exception", [REGISTRY, OPERATION])
def test_an_op_without_registration_takes_down_all_variables(exception):
    b = Builder()
    behind, beside = b.weight("behind", at=1), b.weight("beside", at=1)
    hue = b.op("AdjustHue", behind, b.constant(), at=3, passes=None)
    loss = b.op("AddV2", hue, beside, at=4)
    finding = b.finding(loss, exception=exception)
    assert (finding.code, finding.op_type, numbers(finding)) == ("GN109", "AdjustHue", [3])
    assert finding.variables == ("behind", "beside")
    assert way(finding) == ["AddV2", "ADJUSTHUE", "variable"]
    evidence = finding.evidence
    assert (evidence["behind"], evidence["behind_first"]) == (1, "behind")
    assert (evidence["beside"], evidence["beside_first"]) == (1, "beside")


def test_what_else_is_wrong_beside_an_unregistered_op_is_reported_too():
    b = Builder()
    hue = b.op("AdjustHue", b.op("Round", b.weight("w"), at=2), b.constant(), at=3, passes=None)
    b.op("Relu", b.weight("head"), at=4)
    codes = {f.code: f.variables for f in b.findings(b.op("Sum", hue, at=5), exception=REGISTRY)}
    assert codes == {"GN109": ("w", "head"), "GN102": ("w",), "GN104": ("head",)}


def test_an_unregistered_op_that_the_model_does_not_show_is_named_from_the_exception():
    b = Builder()
    loss = b.op("Sum", b.weight("w"), at=2)
    finding = b.finding(loss, exception=REGISTRY, exception_locations=line(7))
    assert (finding.code, finding.op_type, numbers(finding)) == ("GN109", "AdjustHue", [7])


def test_a_second_question_to_a_tape_that_is_not_persistent():
    b = Builder()
    b.weight("w")
    finding = b.finding(
        None,
        loss_kind="exception",
        exception="RuntimeError: A non-persistent GradientTape can only be used to compute one "
        "set of gradients (or jacobians)",
        exception_locations=line(5),
    )
    assert (finding.code, finding.evidence["misuse"], numbers(finding)[0]) == (
        "GN119",
        "second_call",
        5,
    )


def test_an_exception_of_the_program_itself_is_told_with_its_line():
    b = Builder()
    b.weight("w")
    finding = b.finding(
        None, loss_kind="exception", exception="KeyError: 'x'", exception_locations=line(5)
    )
    assert (finding.code, finding.certainty, numbers(finding)) == ("GN199", "unknown", [5])


def test_an_inner_tape_that_does_not_watch_its_source_is_named():
    b = Builder()
    x = b.outside("images")
    target = b.op("MatMul", x, b.weight("w"), at=2)
    b.inner_tapes.append(InnerTape((target,), (x,), (None,), line(4)))
    finding = b.finding(
        None,
        loss_kind="exception",
        exception="ValueError: None values",
        exception_locations=line(6),
    )
    assert (finding.code, finding.evidence["tensor"], numbers(finding)) == ("GN105", "images", [4])


def test_an_inner_tape_asked_for_the_gradient_by_whole_numbers_is_told_so():
    b = Builder()
    x = b.outside("ids", dtype="int32")
    target = b.op("MatMul", b.cast(x, "float32", at=2), b.weight("w"), at=2)
    b.inner_tapes.append(InnerTape((target,), (x,), (None,), line(4), (x,), len(b.nodes)))
    finding = b.finding(None, loss_kind="exception", exception="TypeError: None")
    assert (finding.code, finding.certainty, numbers(finding)) == ("GN103", "certain", [4])
    assert finding.evidence["source_dtype"] == "int32"
    assert finding.evidence["inner_source"] == "ids"


@pytest.mark.parametrize(
    ("closed", "watched", "expected"),
    [
        (1, True, ("GN119", "inner_closed", "certain")),
        (2, True, ("GN119", "inner_late", "likely")),
        (2, False, ("GN105", None, "likely")),
    ],
)
def test_what_is_known_of_an_inner_tape_decides_on_its_cause(closed, watched, expected):
    b = Builder()
    x = b.outside("x")
    target = b.op("MatMul", x, b.weight("w"), at=2)
    seen = (x,) if watched else ()
    b.inner_tapes.append(InnerTape((target,), (x,), (None,), line(4), seen, closed))
    finding = b.finding(None, loss_kind="exception", exception="ValueError: None values")
    assert (finding.code, finding.evidence.get("misuse"), finding.certainty) == expected
    assert numbers(finding) == ([2, 4] if closed == 1 else [4])


def test_an_inner_tape_that_was_reset_is_told_so():
    b = Builder()
    x = b.outside("x")
    target = b.op("MatMul", x, b.weight("w"), at=2)
    tape = InnerTape((target,), (x,), (None,), line(4), (), 5, reset_at_node=len(b.nodes))
    b.inner_tapes.append(tape)
    finding = b.finding(None, loss_kind="exception", exception="TypeError: None")
    assert (finding.code, finding.evidence["misuse"]) == ("GN119", "inner_reset")


def test_an_inner_target_that_was_computed_from_something_else_names_that():
    b = Builder()
    source, other = b.outside("t"), b.outside("both")
    target = b.op("MatMul", other, b.weight("w"), at=2)
    b.inner_tapes.append(InnerTape((target,), (source,), (None,), line(4)))
    finding = b.finding(None, loss_kind="exception", exception="TypeError: None")
    assert (finding.code, finding.evidence["misuse"]) == ("GN119", "inner_target")
    assert (finding.evidence["inner_source"], finding.evidence["inner_uses"]) == ("t", "both")


def penalty(b, w):
    """A gradient by x of a resized image, and its square as the loss."""
    x = b.outside("x")
    forward = b.op("ResizeBilinear", b.op("Conv2D", x, w, at=2), at=3)
    ones = b.constant()
    back = b.op("ResizeBilinearGrad", b.op("Mul", ones, b.op("Relu", w, at=4), at=5), forward, at=5)
    result = b.op("Conv2DBackpropInput", back, w, at=5)
    b.inner_tapes.append(InnerTape((forward,), (x,), (result,), line(5)))
    return b.op("Square", result, at=6)


def test_a_second_order_part_that_is_dropped_in_silence_is_a_warning():
    b = Builder()
    w = b.weight("w")
    # The gradient that goes back is made from w after the target.
    finding = b.finding(b.op("Sum", penalty(b, w), at=7), ok=["w"])
    assert (finding.code, finding.op_type, finding.severity, finding.status) == (
        "GN118",
        "ResizeBilinearGrad",
        "warning",
        "ok",
    )
    assert finding.evidence["forward_op"] == "ResizeBilinear"
    assert finding.evidence["forward_line"] == "train.py:3"


def test_the_forward_op_is_the_one_whose_input_and_output_its_gradient_uses():
    b = Builder()
    w, x = b.weight("w"), b.outside("x")
    inside = b.op("Mul", x, w, at=2)
    most = b.op("Max", inside, at=3)
    b.op("Neg", inside, at=3)
    b.op("Exp", most, at=3)
    target = b.op("Square", most, at=4)
    back = b.op("Cast", b.op("Equal", inside, most, at=5, dtype="bool"), at=5, passes=(False,))
    result = b.op("Mul", back, b.constant(), at=5)
    b.inner_tapes.append(InnerTape((target,), (x,), (result,), line(5)))
    finding = b.finding(b.op("Sum", result, at=6))
    assert (finding.code, finding.op_type) == ("GN118", "Equal")
    assert finding.evidence["forward_op"] == "Max"
    assert finding.evidence["forward_line"] == "train.py:3"


def test_a_variable_that_loses_all_to_the_second_order_is_an_error():
    b = Builder()
    head, body = b.weight("head"), b.weight("body")
    x = b.outside("x")
    target = b.op("Mul", b.op("ResizeBilinear", b.op("Mul", x, body, at=2), at=2), head, at=3)
    back = b.op("ResizeBilinearGrad", b.op("Mul", b.constant(), head, at=5), at=5)
    result = b.op("Mul", back, body, at=5)
    b.inner_tapes.append(InnerTape((target,), (x,), (result,), line(5)))
    finding = b.finding(b.op("Square", result, at=6), ok=["body"])
    assert (finding.code, finding.variables, finding.severity) == ("GN118", ("head",), "error")


def test_an_ordinary_gradient_penalty_is_not_spoken_of():
    b = Builder()
    x, w = b.outside("x"), b.weight("w")
    target = b.op("Mul", x, w, at=2)
    result = b.op("Mul", b.constant(), w, at=3)
    b.inner_tapes.append(InnerTape((target,), (x,), (result,), line(3)))
    assert b.findings(b.op("Square", result, at=4), ok=["w"]) == []


def test_an_inner_tape_that_was_closed_too_early_is_named():
    b = Builder()
    handle = b.variable("w")
    target = b.op("Square", b.read(handle, at=2), at=2)
    b.inner_tapes.append(InnerTape((target,), (handle,), (None,), line(4)))
    finding = b.finding(None, loss_kind="exception", exception="TypeError: None")
    assert (finding.code, finding.evidence["misuse"]) == ("GN119", "inner_closed")


def test_a_gradient_function_that_raises_is_named_by_what_capture_saw_or_by_the_text():
    for detail, exception in (
        ({"gradient_raises": True}, "ValueError: Gradient not defined for fast=False"),
        ({}, "TypeError: _SolveGrad() takes 2 positional arguments"),
    ):
        b = Builder()
        solved = b.op("Solve", b.weight("w"), at=2, **detail)
        finding = b.finding(b.op("Sum", solved, at=3), exception=exception)
        assert (finding.code, finding.op_type, numbers(finding)) == ("GN109", "Solve", [2])


def test_a_gradient_function_with_the_wrong_number_of_gradients_is_named():
    b = Builder()
    out = b.op("CustomGradient", b.weight("w"), at=2, function="f", definition="train.py:1")
    finding = b.finding(
        b.op("Sum", out, at=3),
        exception="ValueError: custom_gradient function expected to return 2 gradients, but 1",
    )
    assert (finding.code, numbers(finding)) == ("GN116", [1, 2])


def test_a_gradient_function_that_takes_no_variables_is_named_by_the_line_that_raised():
    b = Builder()
    b.variable("w")
    finding = b.finding(
        None,
        loss_kind="exception",
        exception="TypeError: @tf.custom_gradient grad_fn must accept keyword argument 'variables'",
        exception_locations=line(7),
    )
    assert (finding.code, numbers(finding)) == ("GN116", [7])


def test_of_two_ops_of_the_type_that_was_named_the_one_on_the_way_is_to_blame():
    b = Builder()
    w = b.weight("w")
    b.op("AdjustHue", w, b.constant(), at=2, passes=None)
    hue = b.op("AdjustHue", w, b.constant(), at=3, passes=None)
    found = b.findings(b.op("Sum", hue, at=4), exception=REGISTRY)
    assert numbers(found[0]) == [3]


def test_of_two_custom_gradients_the_one_that_was_not_asked_is_to_blame():
    b = Builder()
    faulty = b.op("CustomGradient", b.weight("w"), at=2, function="faulty")
    sound = b.op("CustomGradient", faulty, at=3, function="sound", asked=True)
    finding = b.finding(
        b.op("Sum", sound, at=4),
        exception="ValueError: custom_gradient function expected to return 2 gradients, but 1",
    )
    assert (finding.code, finding.evidence["function"]) == ("GN116", "faulty")


def test_the_custom_gradient_whose_answer_was_refused_is_to_blame_for_certain():
    b = Builder()
    faulty = b.op("CustomGradient", b.weight("w"), at=2, function="f", refused=1, given=1, used=2)
    other = b.op("CustomGradient", faulty, at=3, function="other")
    exception = "ValueError: Must return gradient for each variable from @custom_gradient grad_fn."
    finding = b.finding(b.op("Sum", other, at=4), exception=exception)
    assert (finding.code, finding.certainty, numbers(finding)) == ("GN116", "certain", [2])
    assert (finding.evidence["function"], finding.evidence["complaint"]) == (
        "f",
        "number of variables",
    )
    assert (finding.evidence["given"], finding.evidence["used"]) == (1, 2)


def test_an_activation_that_a_gradient_does_not_pass_to_is_no_part_that_is_lost():
    b = Builder()
    x, w = b.outside("x"), b.weight("w")
    target = b.op("Relu", b.op("Mul", x, w, at=2), at=2)
    back = b.op("Mul", b.constant(), w, at=3)
    result = b.op("MyGrad", back, target, at=3, passes=(True, False))
    b.inner_tapes.append(InnerTape((target,), (x,), (result,), line(3)))
    assert b.findings(b.op("Square", result, at=4), ok=["w"]) == []


def test_a_cut_before_the_inner_target_is_of_the_first_order():
    b = Builder()
    x, w = b.outside("x"), b.weight("w")
    rounded = b.op("Round", w, at=2)
    target = b.op("Mul", x, rounded, at=3)
    result = b.op("Mul", b.constant(), rounded, at=4)
    b.inner_tapes.append(InnerTape((target,), (x,), (result,), line(4)))
    finding = b.finding(b.op("Square", result, at=5))
    assert (finding.code, numbers(finding)) == ("GN102", [2])
