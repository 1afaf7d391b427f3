"""Values that go through variables, metrics and other resources."""

from tests.diagnosis.programs import Builder, numbers, way


def test_a_value_that_goes_through_a_queue_is_a_state_too():
    b = Builder()
    queue = b.value("resource", (), None, "unknown")
    put = b.op("Mul", b.weight("front"), b.constant(), at=2)
    b.op("QueueEnqueueV2", queue, put, passes=(False, False), outputs=(), at=3)
    taken = b.op("QueueDequeueV2", queue, passes=(False,), at=4)
    finding = b.finding(b.op("Sum", taken, at=5))
    assert (finding.code, finding.op_type, numbers(finding)) == ("GN113", "QueueEnqueueV2", [3, 4])


def test_a_value_that_is_assigned_and_then_read_names_both_lines():
    b = Builder()
    state = b.variable("state", ask=False)
    b.assign(state, b.op("Mul", b.weight("rate"), b.constant(), at=2), "AssignAddVariableOp", at=3)
    finding = b.finding(b.op("Sum", b.read(state, at=4), at=5))
    assert (finding.code, finding.variables, numbers(finding)) == ("GN113", ("rate",), [3, 4])
    assert finding.evidence["state"] == "state"
    assert way(finding)[:2] == ["Sum", "ASSIGNADDVARIABLEOP"]


def test_a_variable_that_is_read_before_it_is_assigned_keeps_its_own_way():
    b = Builder()
    state = b.variable("state", ask=False)
    before = b.read(state, at=2)
    b.assign(state, b.weight("rate"), at=3)
    finding = b.finding(b.op("Sum", before, at=4))
    assert finding.code == "GN104"


def test_of_what_was_overwritten_nothing_is_left():
    b = Builder()
    state = b.variable("state", ask=False)
    b.assign(state, b.weight("old"), at=2)
    b.assign(state, b.weight("new"), at=3)
    codes = {f.variables: f.code for f in b.findings(b.op("Sum", b.read(state, at=4), at=5))}
    assert codes == {("new",): "GN113", ("old",): "GN104"}


def test_what_is_added_to_is_not_overwritten():
    b = Builder()
    state = b.variable("state", ask=False)
    b.assign(state, b.weight("first"), at=2)
    b.assign(state, b.weight("then"), "AssignAddVariableOp", at=3)
    found = b.findings(b.op("Sum", b.read(state, at=4), at=5))
    assert {f.variables: (f.code, numbers(f)[0]) for f in found} == {
        ("first",): ("GN113", 2),
        ("then",): ("GN113", 3),
    }


def test_a_metric_is_one_finding_however_many_states_it_has():
    b = Builder()
    total, count = b.variable("total", ask=False), b.variable("count", ask=False)
    error = b.op("Square", b.weight("w"), at=2)
    b.assign(total, error, "AssignAddVariableOp", at=3, metric="mse")
    b.assign(count, error, "AssignAddVariableOp", at=3, metric="mse")
    loss = b.op("DivNoNan", b.read(total, at=4), b.read(count, at=4), at=4)
    finding = b.finding(loss)
    assert (finding.code, finding.evidence["metric"], numbers(finding)) == ("GN114", "mse", [3, 4])


def test_what_ran_while_a_variable_was_made_is_not_held_against_it():
    b = Builder()
    x = b.op("Cos", b.weight("w"), at=2)
    packed = b.op("Pack", x, passes=(False,), at=3, unrecorded=True)
    handle = b.op("VarHandleOp", dtype="resource", at=3)
    b.assign(handle, packed, at=3)
    finding = b.finding(b.op("Sum", b.read(handle, at=4), at=5))
    assert (finding.code, finding.evidence.get("next_cut")) == ("GN108", None)


def test_a_variable_that_is_made_inside_of_the_loss_is_no_ordinary_state():
    b = Builder()
    value = b.op("Mul", b.weight("w"), b.constant(), at=2)
    handle = b.op("VarHandleOp", dtype="resource", at=3)
    b.assign(handle, value, at=3)
    finding = b.finding(b.op("Sum", b.read(handle, at=4), at=5))
    assert (finding.code, numbers(finding)) == ("GN108", [3])


def test_a_moving_average_beside_the_loss_is_not_spoken_of():
    b = Builder()
    average = b.variable("average", ask=False)
    w = b.weight("w")
    b.assign(average, w, "AssignSubVariableOp", at=2)
    assert b.findings(b.op("Sum", w, at=3), ok=["w"]) == []


def test_a_variable_made_inside_that_is_assigned_again_is_a_state_after_all():
    b = Builder()
    handle = b.op("VarHandleOp", dtype="resource", at=3)
    b.assign(handle, b.constant(), at=3)
    b.assign(handle, b.weight("w"), at=4)
    finding = b.finding(b.op("Sum", b.read(handle, at=5), at=6))
    assert (finding.code, numbers(finding)) == ("GN113", [4, 5])
