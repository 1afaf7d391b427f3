"""Variables whose numbers left TensorFlow, or that only decide what else is computed."""

import linecache

import pytest

from tb_gradplugin.diagnosis.program import Departure
from tests.diagnosis.programs import Builder, line, numbers


def _left(b, value, how, source, at=3):
    b.departures.append(Departure(value, how, line(at, source), len(b.nodes)))


@pytest.mark.parametrize(
    ("how", "source"),
    [
        ("float", "ce = -math.log(q)"),
        ("format", 'text = "{:.4f}".format(loss)'),
        ("format", 'loss = float(f"{loss}")'),
        ("float", "log(q)"),
    ],
)
def test_a_loss_that_is_a_number_comes_from_what_left_last_though_it_looks_like_a_log(how, source):
    b = Builder()
    _left(b, b.op("Sigmoid", b.weight("w", at=2), at=2), how, source)
    finding = b.finding(b.constant())
    assert (finding.code, numbers(finding)[0]) == ("GN112", 3)
    assert finding.evidence["how"] == how


def test_a_logarithm_of_python_is_no_log_beside_a_loss_that_reads_a_variable():
    b = Builder()
    _left(b, b.weight("w", at=2), "float", "ce = -math.log(q)")
    loss = b.op("Mul", b.weight("v", at=4), b.constant(), at=4, source="v * ce")
    finding = b.finding(loss, ok=["v"])
    assert (finding.code, finding.variables) == ("GN112", ("w",))


@pytest.mark.parametrize(("how", "source"), [("format", "text = show(h)"), ("float", "log(h)")])
def test_what_is_shown_is_no_departure_of_a_loss_that_reads_a_variable(how, source):
    b = Builder()
    _left(b, b.weight("w", at=2), how, source)
    loss = b.op("Mul", b.weight("v", at=4), b.constant(), at=4, source="v * scale")
    assert b.finding(loss, ok=["v"]).code == "GN104"


def test_a_variable_that_only_goes_into_a_comparison_is_said_to_decide():
    b = Builder()
    x = b.outside("x")
    b.op("Greater", x, b.weight("t", at=2), at=3, dtype="bool")
    b.values[-1] = b.values[-1].__class__(len(b.values) - 1, "bool", (), b.values[-1].node)
    finding = b.finding(b.op("Square", x, at=4))
    assert (finding.code, finding.op_type, numbers(finding)) == ("GN102", "Greater", [3])
    assert finding.evidence["only_decides"]
    assert finding.severity == "error"


@pytest.mark.parametrize("other", [False, True])
def test_a_python_if_on_a_variable_is_a_departure_and_meant_where_others_have_gradients(other):
    b = Builder()
    x = b.weight("x") if other else b.outside("x")
    chosen = b.op("Greater", b.weight("t", at=2), b.constant(), at=3, dtype="bool")
    b.values[chosen] = b.values[chosen].__class__(chosen, "bool", (), b.values[chosen].node)
    _left(b, chosen, "bool", "if t > 0:")
    finding = b.finding(b.op("Square", x, at=4), ok=["x"])
    assert (finding.code, finding.evidence["how"], finding.variables) == ("GN112", "bool", ("t",))
    assert finding.severity == ("note" if other else "error")


def test_a_whole_number_that_leaves_and_comes_back_nowhere_chooses_something():
    b = Builder()
    best = b.op("ArgMax", b.weight("alpha", at=2), at=3, dtype="int64")
    _left(b, best, "int", "best = int(tf.argmax(alpha))")
    finding = b.finding(b.op("Square", b.weight("x"), at=4), ok=["x"])
    assert (finding.code, finding.severity, numbers(finding)) == ("GN112", "warning", [3])
    assert (finding.evidence["how"], finding.evidence["decides"]) == ("int", "yes")


@pytest.mark.parametrize("in_function", [False, True])
def test_a_whole_number_that_was_cast_on_a_line_of_its_own_ends_there(in_function):
    b = Builder()
    trips = b.op("Cast", b.weight("depth", at=2), at=3, dtype="int32")
    lines = line(4, "for _ in range(trips):")
    b.departures.append(Departure(trips, "int", lines, len(b.nodes), in_function))
    finding = b.finding(b.op("Tanh", b.weight("x"), b.constant(), at=5), ok=["x"])
    assert (finding.code, finding.op_type, numbers(finding)) == ("GN103", "Cast", [3, 4])
    assert (finding.severity, finding.evidence["only_decides"]) == ("warning", "number")
    assert finding.evidence["from_dtype"] == "float32"


def test_a_number_that_is_kept_for_a_plot_or_taken_after_the_loss_chooses_nothing():
    b = Builder()
    _left(b, b.op("Mean", b.weight("aux", at=2), at=3), "float", "history.append(float(aux))")
    assert b.finding(b.op("Square", b.weight("x"), at=4), ok=["x"]).code == "GN104"
    b = Builder()
    best = b.op("ArgMax", b.weight("aux", at=2), at=3, dtype="int64")
    loss = b.op("Square", b.weight("x"), at=4)
    _left(b, best, "int", "best = int(tf.argmax(aux))", at=5)
    assert b.finding(loss, ok=["x"]).code == "GN104"


def test_a_shape_leaves_a_value_only_where_the_value_decides_on_it():
    for op_type, code in (("Where", "GN112"), ("Mul", "GN104")):
        b = Builder()
        picked = b.op(op_type, b.weight("w", at=2), b.constant(), at=3)
        _left(b, picked, "shape", "n = len(picked)")
        finding = b.finding(b.op("Square", b.constant(), at=4))
        assert finding.code == code


def test_a_variable_that_is_compared_and_used_otherwise_is_unused():
    b = Builder()
    t = b.weight("t", at=2)
    b.op("Greater", t, b.constant(), at=3, dtype="bool")
    b.op("Square", t, at=4)
    assert b.finding(b.op("Square", b.outside("x"), at=5)).code != "GN102"


def _script(tmp_path, monkeypatch, text):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "train.py").write_text(text)
    linecache.clearcache()


def test_tensors_that_took_the_name_of_a_variable_are_one_finding_with_the_line(
    tmp_path, monkeypatch
):
    text = "ps = [tf.Variable(1.0), tf.Variable(2.0)]\nps = [p - 0.1 * g for p, g in zip(ps, gs)]\n"
    _script(tmp_path, monkeypatch, text)
    b = Builder()
    first, second = b.outside("ps[0]"), b.outside("ps[1]")
    b.ask("tensor", first, kind="tensor")
    b.ask("tensor_2", second, kind="tensor")
    finding = b.finding(b.op("Mul", first, second, at=5))
    assert (finding.code, finding.variables) == ("GN106", ("tensor", "tensor_2"))
    assert numbers(finding) == [2, 5]
    assert finding.evidence["tensor"] == "ps"


def test_the_line_that_gave_a_variables_name_to_a_tensor_comes_first(tmp_path, monkeypatch):
    text = "w = tf.Variable(1.0)\nw = w - 0.1 * g\n"
    _script(tmp_path, monkeypatch, text)
    b = Builder()
    b.ask("w", None)
    finding = b.finding(b.op("Square", b.outside("w"), at=5))
    assert (finding.code, finding.certainty, numbers(finding)) == ("GN106", "certain", [2, 5])


@pytest.mark.parametrize(
    "text",
    ["x = load()\nx = x / 255.0\n", "x = tf.Variable(1.0)\ny = x * 2.0\n"],
    ids=["never a variable", "never computed from itself"],
)
def test_a_tensor_that_took_no_variables_name_is_not_watched(tmp_path, monkeypatch, text):
    _script(tmp_path, monkeypatch, text)
    b = Builder()
    x = b.outside("x")
    b.ask("tensor", x, kind="tensor")
    assert b.finding(b.op("Square", x, at=5)).code == "GN105"


def test_a_tensor_of_its_shape_from_outside_may_hold_the_value_though_a_layer_is_read():
    b = Builder()
    b.ask("picture", None, shape=(3,))
    loss = b.op("Mul", b.weight("kernel", ask=False), b.outside("prepared"), at=4)
    finding = b.finding(loss)
    assert (finding.code, finding.evidence["tensor"]) == ("GN107", "prepared")


def test_a_tensor_of_another_shape_says_nothing_where_a_layer_is_read():
    b = Builder()
    b.ask("picture", None, shape=(3,))
    loss = b.op("Mul", b.weight("kernel", ask=False), b.outside("x", shape=(5,)), at=4)
    assert b.finding(loss).code == "GN104"
