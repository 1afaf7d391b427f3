"""From comparisons with finite differences to findings, on programs made by hand."""

import dataclasses

import pytest

from tb_gradplugin.diagnosis import check_diagnose
from tb_gradplugin.diagnosis.checked import Checked, Checks
from tb_gradplugin.messages import explanation
from tb_gradplugin.schema.findings import SEVERITIES, Location
from tests.diagnosis.programs import Builder, numbers

RETURNED = (Location("model.py", 7, "grad", "return 2.0 * d"),)


def checked(*results, calls=1, statuses=None, op_type="CustomGradient", is_loss=False, **detail):
    """The findings for a loss that is the sum of `calls` calls of one function of `w` and `b`."""
    b = Builder()
    first, second = b.weight("w", at=1), b.weight("b", at=2)
    detail = {"function": "scaled", "definition": "model.py:5", **detail}
    custom = op_type == "CustomGradient"
    made = [
        b.op(op_type, first, second, at=10 + i, **(detail if custom else {})) for i in range(calls)
    ]
    loss = made[0] if is_loss else b.op("AddN", *made, at=20)
    program = b.program(loss, ok=("w", "b"))
    nodes = [node.index for node in program.nodes if node.op_type == op_type]
    asked = [
        dataclasses.replace(one, status=(statuses or {}).get(one.name, one.status))
        for one in program.asked
    ]
    checks = Checks(
        dataclasses.replace(program, asked=asked),
        [dataclasses.replace(one, node=nodes[one.node]) for one in results],
    )
    return check_diagnose.check_findings(checks)


def result(outcome, slot=0, node=0, target="a", kind="argument", locations=RETURNED, **facts):
    return Checked(node, slot, target, kind, outcome, facts, locations)


def only(findings):
    (finding,) = findings
    assert finding.severity in SEVERITIES
    assert explanation.text(finding).startswith(f"{finding.code} {finding.name} ")
    return finding


def test_right_gradients_are_nothing_to_speak_of():
    assert checked(result("right"), result("right", 1)) == []


def test_a_wrong_gradient_is_an_error_for_the_variables_behind_that_input_alone():
    finding = only(checked(result("wrong", factor=2.0, relative_error=0.5), result("right", 1)))
    assert (finding.code, finding.severity, finding.certainty) == ("GC301", "error", "certain")
    assert (finding.variables, finding.status) == (("w",), "wrong")
    assert finding.evidence["factor"] == 2.0
    assert finding.evidence["inputs"] == "a"
    assert "returns 2 times the derivative with respect to `a` (model.py:7)" in (
        explanation.headline(finding)
    )


def test_the_line_that_returns_the_gradient_comes_first_then_the_call_and_the_definition():
    finding = only(checked(result("wrong", relative_error=0.5)))
    assert numbers(finding) == [7, 10, 5]
    assert [step.op_type for step in finding.path] == ["AddN", "CustomGradient", "variable"]
    assert not any(step.is_cut for step in finding.path)


def test_two_inputs_of_one_function_and_two_calls_of_it_are_one_finding():
    found = checked(
        result("wrong", 0, 0, "a", relative_error=0.5),
        result("wrong", 1, 0, "s", relative_error=0.9),
        result("wrong", 0, 1, "a", relative_error=0.5),
        calls=2,
    )
    finding = only(found)
    assert finding.variables == ("w", "b")
    assert finding.evidence["inputs"] == "a, s"
    assert finding.evidence["times"] == 2
    assert finding.evidence["relative_error"] == 0.9


def test_a_wrong_and_a_forgetful_gradient_of_one_function_are_two_findings():
    found = checked(result("wrong", relative_error=0.5), result("zeros", 1, target="s"))
    assert [finding.code for finding in found] == ["GC301", "GC303"]


@pytest.mark.parametrize(
    ("outcome", "facts", "code", "severity"),
    [
        ("wrong", {"relative_error": 0.4, "beside": "yes"}, "GC301", "warning"),
        ("ignores-upstream", {"right_for_ones": "yes"}, "GC302", "error"),
        ("ignores-upstream", {"magnitude": "yes"}, "GC302", "error"),
        ("zeros", {"relative_error": 1.0}, "GC303", "error"),
        ("zeros", {"relative_error": 1.0, "identity": "yes"}, "GC303", "warning"),
        ("none", {"relative_error": 1.0}, "GC303", "warning"),
        ("surrogate", {"surrogate": "straight-through"}, "GC305", "note"),
        ("surrogate", {"surrogate": "reversal", "factor": -0.5}, "GC305", "note"),
        ("surrogate", {"surrogate": "upstream"}, "GC305", "note"),
        ("unmeasured", {"reason": "random"}, "GC306", "note"),
        ("unmeasured", {"reason": "ValueError: of the program"}, "GC306", "note"),
    ],
)
def test_each_outcome_has_its_code_and_severity(outcome, facts, code, severity):
    finding = only(checked(result(outcome, **facts)))
    assert (finding.code, finding.severity) == (code, severity)
    assert finding.status == ("wrong" if severity == "error" else "ok")
    assert explanation.headline(finding).endswith(".")


def test_a_loss_that_ignores_the_upstream_gradient_of_one_is_a_warning():
    finding = only(checked(result("ignores-upstream", right_for_ones="yes"), is_loss=True))
    assert (finding.code, finding.severity, finding.status) == ("GC302", "warning", "ok")
    assert "right gradient by luck" in explanation.headline(finding)


def test_zeros_that_are_all_that_comes_are_told_as_a_zero_gradient():
    finding = only(checked(result("zeros", target="a"), statuses={"w": "zero"}))
    assert finding.status == "zero"
    assert explanation.headline(finding).startswith("`w` receives a zero gradient because")


def test_a_variable_without_gradient_is_left_to_the_other_causes():
    assert checked(result("right"), statuses={"w": "null", "b": "null"}) == []


def test_what_a_framework_does_on_purpose_is_not_mentioned_and_what_it_does_wrong_is():
    inside = {"definition": "tensorflow.python.ops.nn_impl"}
    assert checked(result("surrogate", surrogate="straight-through"), **inside) == []
    assert checked(result("unmeasured", reason="random"), **inside) == []
    assert only(checked(result("wrong", relative_error=1.0), **inside)).code == "GC301"


def test_values_that_are_not_finite_are_left_to_the_flow():
    assert checked(result("unmeasured", reason="not finite")) == []


def test_a_wrong_gradient_of_an_op_is_named_by_the_op_and_the_line_of_the_program():
    found = checked(result("wrong", relative_error=1.0, locations=()), op_type="Cumprod")
    finding = only(found)
    assert (finding.code, finding.op_type, finding.severity) == ("GC304", "Cumprod", "error")
    assert numbers(finding) == [10]
    assert "tf.math.cumprod" in explanation.text(finding)


def test_ops_for_which_there_was_no_time_are_one_note():
    whole = [
        Checked(i, None, "", "argument", "unmeasured", {"reason": "expensive"}) for i in (0, 1)
    ]
    finding = only(checked(*whole, calls=2, op_type="MatMul"))
    assert (finding.code, finding.severity, finding.op_type) == ("GC306", "note", "")
    assert "2 ops" in explanation.headline(finding)


def test_a_tensor_that_the_function_uses_without_its_being_an_argument_is_a_warning():
    def findings(stopped):
        b = Builder()
        w, scale = b.weight("w", at=1), b.op("Exp", b.weight("log_scale", at=2), at=3)
        used = b.op("StopGradient", scale, at=4) if stopped else scale
        call = len(b.nodes) + 2
        product = b.op("Mul", w, used, at=5, inside_custom_gradient=call)
        b.op("Identity", product, at=6, inside_custom_gradient=call)
        y = b.op("CustomGradient", w, at=6, function="scaled", definition="model.py:5")
        program = b.program(b.op("Sum", y, at=7), ok=("w", "log_scale"))
        right = Checked(call, 0, "a", "argument", "right")
        return check_diagnose.check_findings(Checks(program, [right]))

    finding = only(findings(stopped=False))
    assert (finding.code, finding.severity, finding.certainty) == ("GC303", "warning", "likely")
    assert finding.variables == ("log_scale",)
    assert finding.evidence["captured"] == "the result of Exp (train.py:3)"
    assert findings(stopped=True) == []


def test_only_a_status_of_ok_becomes_wrong():
    finding = only(checked(result("wrong", relative_error=0.5), result("wrong", 1, target="s")))
    statuses = {"w": "ok", "b": "vanishing", "other": "ok"}
    assert check_diagnose.with_wrong(statuses, [finding]) == {
        "w": "wrong",
        "b": "vanishing",
        "other": "ok",
    }


def test_the_alignment_of_a_library_that_has_no_slope_is_impossible_and_that_of_the_user_is_wrong():
    wrong = result("wrong", relative_error=0.4, target="logits", locations=())
    finding = only(checked(wrong, function="compute_ctc_loss", definition=""))
    assert (finding.code, finding.status, finding.certainty) == ("GH229", "wrong", "likely")
    assert "a wrong gradient because the CTC loss" in explanation.headline(finding)
    assert only(checked(wrong, function="my_ctc_loss")).code == "GC301"
