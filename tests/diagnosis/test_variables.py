"""Variables that no op cuts off: unused, replaced, not watched, or of the wrong kind."""

import pytest

from tb_gradplugin.diagnosis.diagnose import null_findings
from tb_gradplugin.diagnosis.in_text import Kept
from tb_gradplugin.diagnosis.program import Departure
from tests.diagnosis.programs import Builder, line, numbers, same_but


def test_a_variable_whose_result_nothing_uses_is_named_with_its_last_line():
    b = Builder()
    trunk = b.weight("trunk", at=1)
    b.op("Relu", b.op("MatMul", trunk, b.weight("head", at=2), at=3), at=4)
    finding = b.finding(b.op("Sum", trunk, at=5), ok=["trunk"])
    assert (finding.code, finding.variables, numbers(finding)) == ("GN104", ("head",), [4])
    assert (finding.op_type, finding.evidence["last_op"]) == ("Relu", "Relu")
    assert finding.severity == "note"
    assert finding.evidence["severity_because"]


def test_the_variables_of_one_unused_head_are_one_finding_and_of_two_heads_two():
    b = Builder()
    trunk = b.weight("trunk")
    for head, at in (("a", 10), ("b", 20)):
        product = b.op("MatMul", trunk, b.weight(f"{head}/kernel"), at=at)
        b.op("BiasAdd", product, b.weight(f"{head}/bias"), at=at)
    found = b.findings(b.op("Sum", trunk, at=30), ok=["trunk"])
    assert [(f.code, f.variables) for f in found] == [
        ("GN104", ("a/kernel", "a/bias")),
        ("GN104", ("b/kernel", "b/bias")),
    ]


def test_variables_that_were_never_touched_are_one_finding_with_the_line_of_the_loss():
    b = Builder()
    b.ask("w", None)
    b.ask("b", None)
    finding = b.finding(b.op("Sum", b.weight("used"), at=9), ok=["used"])
    assert (finding.code, finding.variables, numbers(finding)) == ("GN104", ("w", "b"), [99])


def test_a_loss_that_depends_on_nothing_asked_is_an_error():
    b = Builder()
    b.ask("w", None)
    assert b.finding(b.op("Sum", b.constant(), at=9)).severity == "error"


def test_a_loss_that_depends_on_the_shape_alone_says_so():
    b = Builder()
    shape = b.op("Shape", b.weight("w", at=2), dtype="int32", at=3)
    finding = b.finding(b.cast(shape, "float32", at=4))
    assert (finding.code, finding.evidence["only_shape_used_by"]) == ("GN104", "Shape")
    assert numbers(finding) == [3]


@pytest.mark.parametrize(("at", "told"), [(5, [5, 3]), (3, [3])])
def test_the_line_that_computes_with_a_shape_comes_before_one_that_only_reads_it(at, told):
    b = Builder()
    shape = b.op("Shape", b.weight("w", at=2), dtype="int32", at=3)
    count = b.op("StridedSlice", shape, dtype="int32", at=4)
    finding = b.finding(b.op("Sum", b.op("Tile", b.constant(), count, at=at), at=6))
    assert finding.evidence["only_shape_used_by"] == "Shape"
    assert numbers(finding) == told


def test_a_tensor_of_the_variables_name_and_shape_stands_in_its_place():
    b = Builder()
    b.ask("w", None)
    finding = b.finding(b.op("Sum", b.op("Square", b.outside("w"), at=3), at=4))
    assert (finding.code, finding.certainty, numbers(finding)) == ("GN106", "likely", [3])


def test_a_loss_that_rests_on_outside_tensors_alone_was_computed_before_the_tape():
    b = Builder()
    b.ask("w", None)
    finding = b.finding(b.op("Sum", b.op("Square", b.outside("y", shape=(9,)), at=3), at=4))
    assert (finding.code, finding.certainty, numbers(finding)) == ("GN107", "likely", [3, 99])


@pytest.mark.parametrize(
    ("is_hidden", "source", "severity"),
    [
        (True, "self.unit = normalised(self.kernel)", "warning"),
        (False, "features = encoder(images)", "warning"),
        (False, "features = teacher(images)", "note"),
    ],
)
def test_what_was_computed_before_and_kept_is_named_with_its_line(is_hidden, source, severity):
    b = Builder()
    unit = b.outside("layer.unit")
    (where,) = line(7, source)
    b.ask("kernel", None, kept=Kept(unit, where, is_hidden))
    b.ask("other", None)
    loss = b.op("Mul", unit, b.weight("scale"), at=9)
    found = {finding.code: finding for finding in b.findings(loss, ok=["scale"])}
    kept = found["GN107"]
    assert (kept.certainty, kept.severity) == ("likely", severity)
    assert (kept.variables, numbers(kept)) == (("kernel",), [7, 9])
    assert found["GN104"].variables == ("other",)


def test_a_cache_that_is_full_explains_more_than_the_condition_that_fills_it():
    b = Builder()
    (where,), (condition,) = line(7), line(6, "if key not in cache:")
    code = b.outside("cache[0]")
    b.ask("kernel", None, kept=Kept(code, where, True), condition=condition)
    finding = b.finding(b.op("Mul", code, b.weight("scale"), at=9), ok=["scale"])
    assert (finding.code, numbers(finding)) == ("GN107", [7, 9])


def test_what_was_kept_and_is_not_in_the_loss_is_no_cause():
    b = Builder()
    (where,) = line(7)
    b.ask("kernel", None, kept=Kept(b.outside("unit"), where, True))
    assert b.finding(b.op("Mul", b.weight("scale"), at=9), ok=["scale"]).code == "GN104"


def test_variables_under_one_python_condition_are_one_finding_with_its_line():
    b = Builder()
    (where,) = line(5, "if wide:")
    b.ask("a", None, condition=where)
    b.ask("b", None, condition=where)
    finding = b.finding(b.op("Square", b.weight("w"), at=9), ok=["w"])
    assert (finding.code, finding.certainty, finding.severity) == ("GN115", "likely", "note")
    assert (finding.variables, numbers(finding)) == (("a", "b"), [5])


def test_another_variable_of_the_same_name_and_shape_is_told_of():
    for shape, twin in (((3,), "clone/kernel"), ((4,), None)):
        b = Builder()
        b.ask("first/kernel", None, shape=shape)
        loss = b.op("Square", b.weight("clone/kernel", ask=False, at=3), at=4)
        finding = b.finding(loss)
        assert (finding.code, finding.evidence.get("twin")) == ("GN104", twin)


def test_outside_tensors_beside_variables_are_ordinary_inputs():
    b = Builder()
    b.ask("w", None)
    loss = b.op("Mul", b.outside("x", shape=(9,)), b.weight("used"), at=3)
    assert b.finding(loss, ok=["used"]).code == "GN104"


def test_a_variable_of_whole_numbers_has_no_gradient_wherever_it_is_used():
    b = Builder()
    whole = b.weight("n", at=2, dtype="int32")
    finding = b.finding(b.cast(whole, "float32", at=3))
    assert (finding.code, finding.evidence["variable_dtype"]) == ("GN103", "int32")
    assert numbers(finding) == [2]


def test_what_is_not_trainable_is_a_note_beside_others_and_an_error_alone():
    for ok, severity in ((["w"], "note"), ([], "error")):
        b = Builder()
        frozen = b.weight("frozen", trainable=False)
        if ok:
            frozen = b.op("Mul", frozen, b.weight("w"), at=2)
        finding = b.finding(b.op("Sum", frozen, at=3), ok=ok)
        assert (finding.code, finding.variables, finding.severity) == (
            "GN111",
            ("frozen",),
            severity,
        )


def test_a_value_that_left_before_the_numbers_of_the_loss_came_in():
    b = Builder()
    left = b.op("MatMul", b.weight("w"), b.constant(), at=2)
    b.departures.append(Departure(left, "numpy", line(3, "h = h.numpy()"), len(b.nodes)))
    finding = b.finding(b.op("Square", b.constant(shape=(3,)), at=4))
    assert (finding.code, numbers(finding)[0], finding.certainty) == ("GN112", 3, "likely")
    assert finding.evidence["how"] == "numpy"


def test_a_value_that_is_printed_has_not_left_where_the_loss_has_another_source():
    for code, ok in (("GN104", ["x"]), ("GN112", [])):
        b = Builder()
        left = b.op("MatMul", b.weight("w"), b.constant(), at=2)
        b.departures.append(Departure(left, "numpy", line(3, "print(h.numpy())"), len(b.nodes)))
        source = b.weight("x") if ok else b.constant(shape=(3,))
        assert b.finding(b.op("Square", source, at=4), ok=ok).code == code


def test_beside_other_gradients_a_number_that_stands_in_the_program_has_not_left():
    for source, hidden, code in (
        ("return a + b", 10, "GN112"),
        ("return 0.5 * a", 10, "GN104"),
        ("return loss(x, y)", 30, "GN104"),
    ):
        b = Builder()
        left = b.op("MatMul", b.weight("w"), b.constant(), at=2)
        b.departures.append(Departure(left, "numpy", line(3, "h = h.numpy()"), len(b.nodes)))
        loss = b.op("Mul", b.weight("x"), b.constant(), at=4, source=source, hidden=hidden)
        assert b.finding(loss, ok=["x"]).code == code


def test_a_value_that_left_after_the_loss_was_made_is_no_cause():
    b = Builder()
    left = b.op("MatMul", b.weight("w"), b.constant(), at=2)
    loss = b.op("Square", b.constant(shape=(3,)), at=4)
    b.departures.append(Departure(left, "numpy", line(5), len(b.nodes)))
    assert b.finding(loss).code == "GN104"


def test_a_loss_that_is_a_python_number_left_where_it_was_turned_into_one():
    b = Builder()
    left = b.op("Sum", b.weight("w"), at=2)
    b.departures.append(Departure(left, "float", line(3), len(b.nodes)))
    finding = b.finding(None, loss_kind="float")
    assert (finding.code, finding.certainty, numbers(finding)[0]) == ("GN112", "certain", 3)


def test_a_loss_that_is_a_number_from_nowhere_left_somewhere():
    b = Builder()
    b.weight("w", at=2)
    finding = b.finding(None, loss_kind="ndarray")
    assert (finding.code, finding.evidence["loss_kind"]) == ("GN112", "ndarray")


def test_a_function_that_returns_nothing_is_said_to():
    b = Builder()
    b.weight("w", at=2)
    finding = b.finding(None, loss_kind="NoneType")
    assert (finding.code, finding.evidence["loss_kind"], numbers(finding)) == (
        "GN104",
        "NoneType",
        [99],
    )


def test_where_the_model_finds_a_way_and_nothing_explains_the_null_that_is_said():
    b = Builder()
    finding = b.finding(b.op("Sum", b.op("Square", b.weight("w"), at=2), at=3))
    assert (finding.code, finding.certainty) == ("GN199", "unknown")
    assert "GN101" in finding.ruled_out
    assert [step.op_type for step in finding.path] == ["Sum", "Square", "variable"]


def test_a_tape_that_did_not_see_the_way_is_misused():
    b = Builder()
    loss = b.op("Sum", b.op("Square", b.weight("w"), at=2), at=3)
    assert b.finding(loss, tape_sees_path=False).code == "GN119"


def test_every_null_variable_is_in_a_finding_whatever_the_program():
    b = Builder()
    program = b.program(
        None, loss_kind="exception", exception="ValueError: no", exception_locations=line(4)
    )
    assert null_findings(program) == []
    b.ask("w", None)
    broken = same_but(
        b.program(None, loss_kind="exception"),
        exception="ValueError: no",
        exception_locations=line(4),
    )
    found = null_findings(broken)
    assert [(f.code, f.variables, numbers(f)) for f in found] == [("GN199", ("w",), [4])]


def test_tensors_from_outside_are_named_beside_a_variable_that_is_not_used():
    b = Builder()
    b.ask("encoder", None)
    loss = b.op("MatMul", b.outside("features"), b.weight("head"), at=3)
    finding = b.finding(loss, ok=["head"])
    assert (finding.code, finding.evidence["tensor"]) == ("GN104", "features")


def test_a_variable_that_ends_in_two_places_joins_them():
    b = Builder()
    w = b.weight("w")
    b.op("MatMul", w, b.weight("a"), at=10)
    b.op("MatMul", w, b.weight("b"), at=20)
    finding = b.finding(b.op("Sum", b.weight("used"), at=30), ok=["used"])
    assert (finding.code, finding.variables) == ("GN104", ("w", "a", "b"))


def test_a_number_that_tensorflow_keeps_is_no_outside_tensor():
    b = Builder()
    b.ask("w", None)
    assert b.finding(b.op("Sum", b.outside("", shape=()), at=3)).code == "GN104"


def test_a_model_that_the_loss_makes_itself_leaves_the_one_asked_about_unused():
    b = Builder()
    b.ask("w", None)
    made = b.op("VarHandleOp", dtype="resource", at=2)
    b.assign(made, b.constant(), at=2)
    loss = b.op("MatMul", b.outside("x", shape=(9,)), b.read(made, at=3), at=3)
    assert b.finding(loss).code == "GN104"
