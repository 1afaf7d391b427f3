"""Conditions, places and counts: what decides which values go into the loss."""

from tests.diagnosis.programs import Builder, numbers


def test_a_mask_beside_another_cut_is_not_a_cause():
    b = Builder()
    w = b.weight("w")
    hard = b.op("Greater", w, b.constant(), dtype="bool", at=2)
    rounded = b.op("Round", w, at=3)
    chosen = b.op("SelectV2", hard, rounded, b.constant(), at=4)
    finding = b.finding(b.op("Sum", chosen, at=5))
    assert (finding.code, finding.op_type) == ("GN102", "Round")


def test_a_condition_that_alone_leads_to_a_variable_is_the_cause():
    b = Builder()
    hard = b.op("Greater", b.weight("w"), b.constant(), dtype="bool", at=2)
    chosen = b.op("SelectV2", hard, b.weight("x"), b.constant(), at=4)
    finding = b.finding(b.op("Sum", chosen, at=5), ok=["x"])
    assert (finding.op_type, finding.variables) == ("Greater", ("w",))


def test_the_place_of_what_is_gathered_leads_to_the_op_that_chose_it():
    b = Builder()
    choice = b.op("ArgMin", b.weight("encoder"), dtype="int64", at=2)
    picked = b.op("ResourceGather", b.variable("codebook"), choice, at=3, passes=(True, False))
    finding = b.finding(b.op("Sum", picked, at=4), ok=["codebook"])
    assert (finding.op_type, finding.variables, numbers(finding)) == ("ArgMin", ("encoder",), [2])


def test_how_many_elements_were_found_depends_on_the_values_they_were_chosen_by():
    b = Builder()
    hard = b.op("Greater", b.weight("w"), b.constant(), dtype="bool", at=2)
    found = b.op("Where", hard, dtype="int64", at=3)
    count = b.cast(b.op("Shape", found, dtype="int32", at=4), "float32", at=4)
    finding = b.finding(b.op("Square", count, at=5))
    assert (finding.code, finding.op_type, numbers(finding)) == ("GN102", "Greater", [2])


def test_a_count_beside_another_cut_is_not_a_cause():
    b = Builder()
    w = b.weight("w")
    found = b.op("Where", b.op("Greater", w, b.constant(), dtype="bool"), dtype="int64", at=3)
    count = b.cast(b.op("Shape", found, dtype="int32", at=4), "float32", at=4)
    finding = b.finding(b.op("RealDiv", b.op("Round", w, at=5), count, at=6))
    assert (finding.op_type, numbers(finding)) == ("Round", [5])


def test_a_dataset_that_is_made_from_a_value_is_left_for():
    b = Builder()
    slices = b.op("TensorSliceDataset", b.weight("w"), dtype="variant", passes=(False,), at=2)
    iterator = b.op("AnonymousIteratorV3", dtype="resource", at=3)
    b.op("MakeIterator", slices, iterator, passes=(False, False), outputs=(), at=3)
    row = b.op("IteratorGetNext", iterator, passes=(False,), at=3)
    finding = b.finding(b.op("Sum", row, at=4))
    assert (finding.code, finding.evidence["how"], numbers(finding)) == ("GN112", "tf.data", [2])


def test_a_list_of_whole_numbers_leads_to_the_op_that_made_them():
    b = Builder()
    whole = b.cast(b.weight("w"), "int32", at=2)
    listed = b.op("TensorListFromTensor", whole, dtype="variant", passes=(False,), at=3)
    stacked = b.op("TensorListStack", listed, dtype="int32", at=4)
    finding = b.finding(b.cast(stacked, "float32", at=5))
    assert (finding.code, finding.op_type, numbers(finding)) == ("GN103", "Cast", [2])


def test_places_as_the_loss_itself_have_no_gradient_though_the_op_has_one():
    b = Builder()
    b.op("TopKV2", b.weight("w"), passes=(True,), outputs=("float32", "int32"), at=2)
    finding = b.finding(b.nodes[-1].outputs[1])
    assert (finding.code, finding.op_type) == ("GN102", "TopKV2")
