"""A stop of the gradient that cuts a row of layers in two, and stops that are as they should be."""

import dataclasses

import pytest

from tests.diagnosis.programs import FLOAT, Builder

ROWS = (8, 3)


def layer(b, value, name, at, **asked):
    """`value` times a kernel, and a bias; what comes out."""
    product = b.op("MatMul", value, b.weight(f"{name}/kernel", shape=(3, 3), **asked), at=at)
    return b.op("BiasAdd", product, b.weight(f"{name}/bias", **asked), at=at)


def stop(b, value, at=5, source="h = tf.stop_gradient(h)"):
    return b.op("StopGradient", value, at=at, source=source, hidden=7)


def of_head(b, loss):
    """The finding, where the head learns and all else does not."""
    return b.finding(loss, ok=["head/kernel", "head/bias"])


def test_a_stop_between_an_encoder_and_a_head_is_a_warning():
    b = Builder()
    stopped = stop(b, layer(b, b.outside("x", shape=ROWS), "encoder", 2))
    finding = of_head(b, b.op("Sub", layer(b, stopped, "head", 6), b.outside("y"), at=7))
    assert (finding.code, finding.severity) == ("GN101", "warning")
    assert finding.variables == ("encoder/kernel", "encoder/bias")
    assert finding.evidence["only_way"] == "yes"
    assert finding.evidence["severity_because"]


def test_stops_in_each_of_many_layers_are_a_warning():
    b = Builder()
    h = b.outside("x", shape=ROWS)
    for number in range(3):
        h = stop(b, layer(b, h, f"block{number}", 2))
    assert of_head(b, layer(b, h, "head", 6)).severity == "warning"


def test_a_dropout_a_number_a_shape_and_a_regulariser_make_no_second_way():
    b = Builder()
    h = stop(b, layer(b, b.outside("x", shape=ROWS), "encoder", 2))
    noise = b.op("StatelessRandomUniformV2", b.constant("int32", (2,)), at=3)
    kept = b.op("GreaterEqual", noise, b.constant(), dtype="bool", at=3)
    h = b.op("SelectV2", kept, h, b.constant(), passes=(False, True, True), at=3)
    h = b.op("Mul", h, b.cast(kept, "float32", at=3), at=3)
    scale = b.op("Mean", b.outside("counts", shape=ROWS), at=3)
    b.values[scale] = dataclasses.replace(b.values[scale], shape=())
    h = b.op("Mul", h, scale, at=3)
    h = b.op("Reshape", h, b.constant("int32", (2,)), at=4)
    out = layer(b, h, "head", 6)
    penalty = b.op("L2Loss", b.weight("scale"), at=8)
    loss = b.op("AddV2", b.op("Mean", out, at=7), penalty, at=8)
    finding = b.finding(loss, ok=["head/kernel", "head/bias", "scale"])
    assert finding.severity == "warning"


def bypassed(b):
    """What learns has input of its own: a target that is not called one."""
    out = layer(b, b.outside("x", shape=ROWS), "head", 3)
    return b.op("Sub", out, stop(b, layer(b, b.outside("z", shape=ROWS), "other", 2)), at=6)


def mixed(b):
    """Noise is added to what was stopped, and a network learns to take it out again."""
    stopped = stop(b, layer(b, b.outside("x", shape=ROWS), "encoder", 2))
    noise = b.op("StatelessRandomNormalV2", b.constant("int32", (2,)), at=5)
    return layer(b, b.op("AddV2", stopped, noise, at=5), "head", 6)


def conditioned(b):
    """Tokens that are looked up learn; what they are joined with does not."""
    stopped = stop(b, layer(b, b.outside("x", shape=ROWS), "image", 2))
    table = b.variable("head/kernel")
    found = b.op("ResourceGather", table, b.outside("ids", "int32"), at=4, passes=(True, False))
    return b.op("ConcatV2", stopped, b.op("Mul", found, b.weight("head/bias"), at=4), at=5)


def weighed(b):
    """A part of the loss has a weight that learns: a single number."""
    out = stop(b, layer(b, b.outside("x", shape=ROWS), "actor", 2))
    b.weight("head/kernel", at=3)
    number = b.value(FLOAT, (), origin="variable", name="alpha")
    b.ask("head/bias", number, shape=())
    return b.op("Mul", number, out, at=6)


def without_input(b):
    """Nothing says what is input."""
    return b.op("Mul", stop(b, b.weight("w", at=2)), b.weight("head/kernel"), at=6)


@pytest.mark.parametrize("loss_of", [bypassed, mixed, conditioned, weighed, without_input])
def test_a_stop_beside_another_way_of_the_input_is_a_note(loss_of):
    b = Builder()
    finding = of_head(b, loss_of(b))
    assert (finding.code, finding.severity) == ("GN101", "note"), loss_of.__doc__


@pytest.mark.parametrize(
    ("goes_on_at", "in_each_turn", "severity"),
    [(2, False, "note"), (6, False, "warning"), (2, True, "warning")],
)
def test_a_state_that_the_same_line_goes_on_from_is_a_note(goes_on_at, in_each_turn, severity):
    b = Builder()
    cell = b.read(b.variable("cell", ask=False))
    state = layer(b, b.outside("x", shape=ROWS), "encoder", 1)
    if in_each_turn:
        state = stop(b, state)
    state = stop(b, b.op("MatMul", state, cell, at=2))
    state = b.op("MatMul", state, cell, at=goes_on_at)
    finding = of_head(b, layer(b, state, "head", 8))
    assert (finding.severity, "goes_on" in finding.evidence) == (severity, severity == "note")


@pytest.mark.parametrize(
    ("name", "source", "frozen"),
    [
        ("encoder", "h = tf.stop_gradient(h)", True),
        ("teacher", "h = tf.stop_gradient(h)", False),
        ("encoder", "h = tf.stop_gradient(encoder(x, training=False))", False),
        ("encoder", "frozen_features = tf.stop_gradient(encoder(x))", False),
        ("ema_encoder", "h = tf.stop_gradient(h)", False),
    ],
)
def test_a_part_that_the_program_says_it_keeps_is_a_note(name, source, frozen):
    b = Builder()
    h = layer(b, b.outside("x", shape=ROWS), name, 2, is_frozen=frozen)
    finding = of_head(b, layer(b, stop(b, h, source=source), "head", 6))
    assert finding.severity == "note"


def test_a_stop_before_all_that_was_asked_about_is_an_error():
    b = Builder()
    loss = b.op("Sum", stop(b, layer(b, b.outside("x", shape=ROWS), "encoder", 2)), at=6)
    assert b.finding(loss).severity == "error"
