"""Which op is to blame where the loss depends on a variable and its gradient does not come."""

import pytest

from tests.diagnosis.programs import Builder, numbers, way


def test_a_stop_gradient_on_the_only_way_is_named_with_its_line_and_all_variables_behind_it():
    b = Builder()
    first, second = b.weight("w", at=1), b.weight("b", at=2)
    hidden = b.op("AddV2", b.op("Mul", first, b.constant(), at=3), second, at=4)
    stopped = b.op("StopGradient", hidden, at=5, source="h = tf.stop_gradient(h)")
    finding = b.finding(b.op("Sum", stopped, at=6))
    assert (finding.code, finding.op_type, finding.certainty) == (
        "GN101",
        "StopGradient",
        "certain",
    )
    assert finding.variables == ("w", "b")
    assert numbers(finding) == [5]
    assert way(finding) == ["Sum", "STOPGRADIENT", "AddV2", "variable"]
    assert finding.severity == "error"


@pytest.mark.parametrize("op_type", ["Round", "Floor"])
def test_an_op_without_a_derivative_is_named(op_type):
    b = Builder()
    cut = b.op(op_type, b.weight("w"), at=2)
    finding = b.finding(b.op("Sum", cut, at=3))
    assert (finding.code, finding.op_type, numbers(finding)) == ("GN102", op_type, [2])


def test_behind_a_cast_from_a_whole_number_the_op_that_made_it_is_to_blame():
    b = Builder()
    choice = b.op("ArgMax", b.weight("w"), dtype="int64", at=2)
    finding = b.finding(b.op("Sum", b.cast(choice, "float32", at=3), at=4))
    assert (finding.code, finding.op_type, numbers(finding)) == ("GN102", "ArgMax", [2])
    assert way(finding) == ["Sum", "Cast", "ARGMAX", "variable"]


def test_a_loss_that_is_a_whole_number_itself_is_traced_to_the_op_that_made_it_one():
    b = Builder()
    choice = b.op("ArgMax", b.weight("w"), dtype="int64", at=2)
    finding = b.finding(b.op("Sum", choice, dtype="int64", at=3))
    assert (finding.code, finding.op_type) == ("GN102", "ArgMax")


def test_a_cast_to_a_whole_number_is_named_with_both_dtypes():
    b = Builder()
    whole = b.cast(b.weight("w"), "int32", at=2)
    finding = b.finding(b.cast(b.op("Mul", whole, whole, dtype="int32", at=3), "float32", at=4))
    assert (finding.code, finding.op_type, numbers(finding)) == ("GN103", "Cast", [2])
    assert finding.evidence["from_dtype"] == "float32"
    assert finding.evidence["to_dtype"] == "int32"


def test_of_a_whole_number_that_is_a_float_for_a_while_the_op_that_made_it_first_is_to_blame():
    b = Builder()
    choice = b.op("ArgMax", b.weight("w"), dtype="int64", at=2)
    while_float = b.op("Reshape", b.cast(choice, "float32", at=3), at=4)
    index = b.cast(while_float, "int32", at=5)
    rows = b.op("GatherV2", b.weight("table"), index, passes=(True, False), at=6)
    finding = b.finding(rows, ok=["table"])
    assert (finding.code, finding.op_type, numbers(finding)) == ("GN102", "ArgMax", [2])
    assert way(finding) == ["GatherV2", "Cast", "Reshape", "Cast", "ARGMAX", "variable"]


def test_a_float_in_which_a_weight_meets_a_whole_number_ends_where_it_is_cast():
    b = Builder()
    weight = b.weight("w")
    choice = b.cast(b.op("ArgMax", weight, dtype="int64", at=2), "float32", at=3)
    index = b.cast(b.op("Mul", choice, weight, at=4), "int32", at=5)
    rows = b.op("GatherV2", b.weight("table"), index, passes=(True, False), at=6)
    finding = b.finding(rows, ok=["table"])
    assert (finding.code, finding.op_type, numbers(finding)) == ("GN103", "Cast", [5])


def test_a_text_on_the_way_is_an_integer_dtype_too():
    b = Builder()
    text = b.op("AsString", b.weight("w"), dtype="string", at=2)
    finding = b.finding(b.op("StringToNumber", text, at=3, passes=(False,)))
    assert (finding.code, finding.op_type) == ("GN103", "AsString")


def test_an_op_that_differentiates_by_some_inputs_only_names_those_without():
    b = Builder()
    a, x = b.weight("a"), b.weight("x")
    loss = b.op("Betainc", a, b.constant(), x, at=2, passes=(False, False, True))
    finding = b.finding(loss, ok=["x"])
    assert (finding.code, finding.variables) == ("GN110", ("a",))
    assert finding.evidence["inputs_without_gradient"] == "0"
    assert finding.evidence["inputs_with_gradient"] == "2"


def test_a_python_function_in_a_graph_is_named():
    b = Builder()
    out = b.op("PyFunc", b.weight("w"), at=2, function="scale")
    finding = b.finding(b.op("Sum", out, at=3))
    assert (finding.code, finding.evidence["function"]) == ("GN112", "scale")


def test_a_sample_is_told_from_other_ops_without_derivative():
    b = Builder()
    drawn = b.op("Multinomial", b.weight("w"), b.constant("int32"), dtype="int64", at=2)
    finding = b.finding(b.cast(drawn, "float32", at=3))
    assert (finding.code, finding.op_type, numbers(finding)) == ("GN117", "Multinomial", [2])


def test_a_comparison_with_random_noise_is_a_sample():
    b = Builder()
    noise = b.op("RandomUniform", b.constant("int32", (1,)), at=2)
    drawn = b.op("Less", noise, b.weight("w"), dtype="bool", at=3)
    finding = b.finding(b.cast(drawn, "float32", at=4))
    assert (finding.code, finding.op_type, finding.evidence["sampler"]) == (
        "GN117",
        "Less",
        "RandomUniform",
    )


def test_a_comparison_with_a_plain_number_is_not_a_sample():
    b = Builder()
    hard = b.op("Greater", b.weight("w"), b.constant(), dtype="bool", at=3)
    finding = b.finding(b.cast(hard, "float32", at=4))
    assert (finding.code, finding.op_type) == ("GN102", "Greater")


def test_a_custom_gradient_that_returns_none_names_that_line_then_its_call_and_its_definition():
    b = Builder()
    out = b.op(
        *("CustomGradient", b.weight("w")),
        passes=(False,),
        at=5,
        function="clip",
        definition="train.py:2",
        returned="train.py:4",
    )
    finding = b.finding(b.op("Sum", out, at=6))
    assert (finding.code, numbers(finding)) == ("GN116", [4, 5, 2])
    assert finding.evidence["function"] == "clip"


def test_what_a_custom_gradients_function_uses_beside_its_arguments_is_forgotten():
    b = Builder()
    w, x = b.weight("w"), b.weight("x")
    inner = b.op("Mul", x, w, at=2, inside_custom_gradient=3)
    assert b.nodes[-1].index == 2
    out = b.op("CustomGradient", x, passes=(True,), at=3, function="scaled")
    assert b.nodes[-1].index == 3
    del inner
    finding = b.finding(b.op("Sum", out, at=4), ok=["x"])
    assert (finding.code, finding.variables, numbers(finding)) == ("GC303", ("w",), [3])
    assert finding.evidence["captured"] == "w"


def test_two_cuts_on_two_ways_of_one_variable_are_both_reported():
    b = Builder()
    w = b.weight("w")
    stopped, rounded = b.op("StopGradient", w, at=2), b.op("Round", w, at=3)
    found = b.findings(b.op("AddV2", stopped, rounded, at=4))
    # What the program stops by itself is less likely the mistake.
    assert [(f.code, f.variables) for f in found] == [("GN102", ("w",)), ("GN101", ("w",))]
    assert all("other_cuts" in f.evidence for f in found)


def test_two_cuts_of_two_variables_are_two_findings():
    b = Builder()
    left, right = b.op("Round", b.weight("a"), at=2), b.op("StopGradient", b.weight("b"), at=3)
    found = b.findings(b.op("Mul", left, right, at=4))
    assert {f.code: f.variables for f in found} == {"GN102": ("a",), "GN101": ("b",)}
    assert not any("other_cuts" in f.evidence for f in found)


def test_ops_of_one_line_are_one_cause_and_those_of_two_calls_are_named():
    for calls, also in ((("histogram", "histogram"), None), (("a", "b"), "Cast")):
        b = Builder()
        w = b.weight("w", at=1)
        ranked = b.op("Floor", w, at=4, hidden=9, call=calls[0])
        counted = b.op("Cast", w, dtype="int32", at=4, hidden=9, call=calls[1])
        loss = b.op("AddV2", ranked, b.cast(counted, "float32", at=5), at=5)
        (found,) = b.findings(loss)
        assert (found.code, found.op_type, found.evidence.get("also")) == ("GN102", "Floor", also)


def test_ops_deep_inside_of_one_call_are_one_cause_unless_they_lie_in_different_layers():
    for layers, ops in ((("rank", "rank"), ["Sign"]), (("rank", "sign"), ["Sign", "Floor"])):
        b = Builder()
        w = b.weight("w", at=1)
        deep = {"at": 4, "hidden": 40, "call": "__call__"}
        ranked = b.op("Floor", w, layer=layers[0], **deep)
        signed = b.op("Sign", w, layer=layers[1], passes=(False,), **deep)
        loss = b.op("AddV2", ranked, signed)
        assert [f.op_type for f in b.findings(loss)] == ops


def test_one_op_on_several_lines_of_a_function_is_one_finding_that_names_the_lines():
    b = Builder()
    w, v = b.weight("w", at=1), b.weight("v", at=2)
    first, second = (b.op("Floor", w, at=line, hidden=9, call="floor") for line in (4, 6))
    of_both = b.op("AddV2", first, second, at=7)
    loss = b.op("AddV2", of_both, b.op("Floor", v, at=5, hidden=9, call="floor"), at=8)
    of_w, of_v = sorted(b.findings(loss), key=lambda f: f.variables, reverse=True)
    assert ([at.line for at in of_w.locations], of_w.evidence["times"]) == ([4, 6], 2)
    assert [at.line for at in of_v.locations] == [5]


def test_one_line_that_runs_many_times_is_one_finding():
    b = Builder()
    total = b.constant()
    for name in "abcd":
        total = b.op("AddV2", total, b.op("Round", b.weight(name), at=2), at=3)
    finding = b.finding(total)
    assert finding.variables == ("a", "b", "c", "d")
    assert finding.evidence["times"] == 4


def test_of_two_cuts_behind_each_other_the_one_nearer_to_the_loss_is_named():
    b = Builder()
    first = b.op("StopGradient", b.weight("w"), at=2)
    finding = b.finding(b.op("Sum", b.op("Round", first, at=3), at=4))
    assert (finding.code, numbers(finding)) == ("GN102", [3])


def test_a_cut_beyond_which_the_gradient_comes_by_another_way_is_not_blamed():
    b = Builder()
    hidden = b.op("Mul", b.op("StopGradient", b.weight("w"), at=2), b.constant(), at=3)
    beside = b.op("Round", hidden, at=4)
    finding = b.finding(b.op("AddV2", hidden, beside, at=5))
    assert (finding.code, numbers(finding)) == ("GN101", [2])


def test_what_ran_while_the_tape_was_stopped_is_a_misuse_unless_it_is_a_stop_itself():
    for op_type, code in (("Mul", "GN119"), ("StopGradient", "GN101")):
        b = Builder()
        stopped = b.op(op_type, b.weight("w"), at=2, passes=(False,), unrecorded=True)
        assert b.finding(b.op("Sum", stopped, at=3)).code == code


def test_what_another_thread_computed_is_a_misuse_of_its_own_and_one_cause():
    b = Builder()
    inside = b.op("Mul", b.weight("w"), at=2, passes=(False,), unrecorded=True, lines_of_thread=1)
    mean = b.op("Mean", inside, at=2, passes=(False,), unrecorded=True, lines_of_thread=1)
    finding = b.finding(b.op("AddN", mean, at=5))
    assert (finding.code, finding.evidence["misuse"]) == ("GN119", "other_thread")
    assert "next_cut" not in finding.evidence


def test_what_would_still_end_the_gradient_behind_a_cut_is_told():
    b = Builder()
    choice = b.op("ArgMax", b.weight("w"), dtype="int64", at=2)
    stopped = b.op("StopGradient", b.cast(choice, "float32", at=3), at=4)
    finding = b.finding(b.op("Sum", stopped, at=5))
    assert finding.code == "GN101"
    assert (finding.evidence["next_cut"], finding.evidence["next_cut_line"]) == (
        "ArgMax",
        "train.py:2",
    )


def test_behind_the_only_cut_nothing_is_told():
    b = Builder()
    stopped = b.op("StopGradient", b.op("Relu", b.weight("w"), at=3), at=4)
    assert "next_cut" not in b.finding(b.op("Sum", stopped, at=5)).evidence


def test_a_custom_gradient_that_was_called_by_keyword_is_passed_by():
    b = Builder()
    rounded = b.op("Round", b.weight("w"), at=2, inside_custom_gradient=2)
    out = b.op("CustomGradient", passes=(), at=3, function="step", keyword_arguments=1)
    assert (b.nodes[1].outputs, b.nodes[2].op_type) == ((rounded,), "CustomGradient")
    finding = b.finding(b.op("Sum", out, at=4))
    assert (finding.code, finding.evidence["keyword_arguments"]) == ("GN120", "1")


def test_an_op_that_only_differentiation_makes_is_of_the_second_order():
    b = Builder()
    back = b.op("ResizeBilinearGrad", b.weight("w"), at=2)
    assert b.finding(b.op("Sum", back, at=3)).code == "GN118"


def test_noise_in_what_is_compared_does_not_make_the_comparison_a_sample():
    b = Builder()
    noise = b.op("RandomUniform", b.constant("int32", (1,)), at=2)
    dropped = b.op("Mul", b.weight("w"), noise, at=3)
    hard = b.op("Greater", dropped, b.constant(), dtype="bool", at=4)
    assert b.finding(b.cast(hard, "float32", at=5)).code == "GN102"
