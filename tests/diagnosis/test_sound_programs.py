"""Programs in which nothing is wrong: nothing is said of them, or a note at most."""

from tests.diagnosis.programs import Builder


def test_a_straight_through_estimator():
    b = Builder()
    w = b.weight("w", at=1)
    hard = b.op("Sub", b.op("Round", w, at=2), w, at=2)
    loss = b.op("AddV2", w, b.op("StopGradient", hard, at=2), at=2)
    assert b.findings(loss, ok=["w"]) == []


def test_a_target_network_behind_a_stop_gradient_is_a_note():
    b = Builder()
    online = b.op("MatMul", b.outside("x"), b.weight("online"), at=2)
    target = b.op("MatMul", b.outside("x"), b.weight("target"), at=3)
    stopped = b.op("StopGradient", target, at=4, source="y = tf.stop_gradient(target(x))")
    finding = b.finding(b.op("SquaredDifference", online, stopped, at=5), ok=["online"])
    assert (finding.code, finding.variables, finding.severity) == ("GN101", ("target",), "note")
    assert finding.evidence["severity_because"]


def test_a_stop_gradient_that_a_library_puts_in_unasked_is_no_note():
    b = Builder()
    stopped = b.op("StopGradient", b.weight("w"), at=4, source="y = library.prepare(x)", hidden=30)
    finding = b.finding(b.op("Mul", stopped, b.weight("v"), at=5), ok=["v"])
    assert finding.severity == "error"


def test_stop_gradients_inside_of_a_library_on_a_side_way():
    b = Builder()
    w = b.weight("w")
    largest = b.op("StopGradient", b.op("Max", w, at=2), at=2)
    assert b.findings(b.op("Sub", w, largest, at=2), ok=["w"]) == []


def test_embeddings_masks_and_shapes():
    b = Builder()
    table = b.variable("table")
    found = b.op("ResourceGather", table, b.constant("int32", (4,)), at=2, passes=(True, False))
    mask = b.op("Greater", found, b.constant(), dtype="bool", at=3)
    count = b.cast(b.op("Shape", found, dtype="int32", at=3), "float32", at=3)
    chosen = b.op("SelectV2", mask, found, b.constant(), at=3)
    assert b.findings(b.op("RealDiv", chosen, count, at=4), ok=["table"]) == []


def test_statistics_of_a_batch_normalisation_that_are_asked_about_are_a_note():
    b = Builder()
    x = b.weight("gamma")
    mean = b.variable("moving_mean", trainable=False)
    b.assign(mean, b.op("Mean", x, at=2), at=2)
    finding = b.finding(b.op("Sum", x, at=3), ok=["gamma"])
    assert (finding.code, finding.severity) == ("GN111", "note")


def test_a_seed_that_is_asked_about_is_a_note():
    b = Builder()
    b.variable("seed", dtype="uint32", trainable=False)
    finding = b.finding(b.op("Sum", b.weight("w"), at=3), ok=["w"])
    assert (finding.code, finding.severity) == ("GN103", "note")


def test_nothing_null_and_nothing_dropped_is_nothing_found():
    b = Builder()
    assert b.findings(b.op("Sum", b.weight("w"), at=3), ok=["w"]) == []


def test_a_stop_gradient_under_another_name_is_a_call_of_the_program_too():
    b = Builder()
    stopped = b.op("StopGradient", b.weight("w"), at=4, source="y = sg(target(x))", hidden=7)
    finding = b.finding(b.op("Mul", stopped, b.weight("v"), at=5), ok=["v"])
    assert finding.severity == "note"
