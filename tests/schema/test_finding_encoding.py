"""A finding comes back from its bytes as it was, and what cannot be read is refused."""

import dataclasses
import math

import numpy as np
import pytest

from tb_gradplugin.schema import gradient_health_pb2 as pb
from tb_gradplugin.schema import version
from tb_gradplugin.schema.finding_encoding import decode_findings, encode_findings
from tb_gradplugin.schema.findings import Finding, Location, Step
from tb_gradplugin.schema.records import SeenFinding

LINE = Location("train.py", 48, "loss_fn", "target = tf.stop_gradient(encoder(images))")
FULL = Finding(
    code="GN101",
    status="null",
    severity="warning",
    certainty="likely",
    variables=("encoder/dense/kernel", "<img src=x onerror=alert(1)>", "层/γ 🙂", ""),
    op_type="StopGradient",
    op_name="loss/StopGradient",
    layer="encoder/dense",
    locations=(LINE, Location("model.py", 1, "<lambda>")),
    path=(
        Step("Mean"),
        Step("StopGradient", "loss/StopGradient", LINE, True),
        Step("variable", "a"),
    ),
    evidence={"steps": 3, "share": 0.25, "metric": "accuracy", "least": -(2**62)},
    ruled_out=("GN104", "GN112"),
)
BARE = Finding("GN199", "zero", "error", "unknown", ())


def round_trip(*findings: Finding) -> tuple[Finding, ...]:
    seen = [SeenFinding(finding, step) for step, finding in enumerate(findings)]
    read = decode_findings(encode_findings(seen))
    assert [each.step for each in read] == list(range(len(findings)))
    return tuple(each.finding for each in read)


def test_findings_survive_the_round_trip_in_their_order():
    assert round_trip(FULL, BARE, FULL) == (FULL, BARE, FULL)
    assert round_trip() == ()


@pytest.mark.parametrize("field", [field.name for field in dataclasses.fields(Finding)])
def test_no_fact_is_left_behind(field):
    blank = dataclasses.replace(BARE, **{field: getattr(FULL, field)})
    assert blank != BARE
    assert round_trip(blank) == (blank,)


def test_the_message_has_a_place_for_each_fact():
    places = {field.name for field in pb.Finding.DESCRIPTOR.fields}
    assert places == {field.name for field in dataclasses.fields(Finding)} | {"step"}
    places = {field.name for field in pb.Finding.Location.DESCRIPTOR.fields}
    assert places == {field.name for field in dataclasses.fields(Location)}
    places = {field.name for field in pb.Finding.PathStep.DESCRIPTOR.fields}
    assert places == {field.name for field in dataclasses.fields(Step)}


def test_no_layer_is_told_from_one_without_a_name():
    nameless = dataclasses.replace(BARE, layer="")
    assert [finding.layer for finding in round_trip(BARE, nameless)] == [None, ""]


def test_evidence_keeps_its_order_and_the_kind_of_each_number():
    evidence = {"z": 1.0, "a": 1, "m": "1", "inf": math.inf}
    (read,) = round_trip(dataclasses.replace(BARE, evidence=evidence))
    assert list(read.evidence.items()) == list(evidence.items())
    assert [type(value) for value in read.evidence.values()] == [float, int, str, float]


def test_evidence_of_other_kinds_is_kept_as_what_it_says():
    evidence = {"large": 2**70, "numpy": np.float32(0.5), "count": np.int64(3), "yes": True}
    (read,) = round_trip(dataclasses.replace(BARE, evidence=evidence))
    assert read.evidence == {"large": str(2**70), "numpy": 0.5, "count": 3, "yes": 1}


def test_names_of_files_with_bytes_that_are_no_characters_do_not_hinder():
    odd = Location("caf\udce9.py", 3, "f", "x = '\ud800'")
    (read,) = round_trip(dataclasses.replace(BARE, locations=(odd,)))
    assert read.locations == (Location(r"caf\udce9.py", 3, "f", r"x = '\ud800'"),)


def test_what_a_newer_version_may_call_it_is_kept_as_it_stands():
    newer = Finding("GN777", "odd", "catastrophe", "guessed", ("a",), ruled_out=("GN778",))
    assert round_trip(newer) == (newer,)


def test_fields_that_a_later_version_may_add_are_no_hindrance():
    content = encode_findings([SeenFinding(FULL, 3)]) + b"\xfa\x07\x03new"
    assert decode_findings(content) == (SeenFinding(FULL, 3),)
    message = pb.Findings(schema_version=1)
    message.findings.add(code="GN101").evidence.add(name="a kind of value to come")
    ((read),) = decode_findings(message.SerializeToString())
    assert read.finding.evidence == {"a kind of value to come": ""}


def test_a_newer_version_is_refused():
    newer = pb.Findings(schema_version=version.SCHEMA_VERSION + 1).SerializeToString()
    with pytest.raises(version.UnknownSchemaVersionError, match="by a newer tb-gradplugin"):
        decode_findings(newer)


def test_no_version_at_all_is_refused():
    with pytest.raises(version.UnknownSchemaVersionError, match="without a schema version"):
        decode_findings(b"")


@pytest.mark.parametrize("content", [b"\xff", b"\x12\x7fshort", b"\x12\x04\x0a\x02\xff\xfe"])
def test_bytes_of_something_else_are_a_value_error(content):
    with pytest.raises(ValueError, match="Not a Findings message of tb-gradplugin"):
        decode_findings(content)


def test_a_function_that_is_traced_twice_shows_one_cause():
    again = dataclasses.replace(FULL, path=(), evidence={}, ruled_out=(), certainty="certain")
    assert SeenFinding(FULL, 3).cause == SeenFinding(again, 900).cause


@pytest.mark.parametrize(
    "other",
    [
        {"code": "GN102"},
        {"status": "zero"},
        {"variables": ("b",)},
        {"op_name": "another"},
        {"layer": None},
        {"locations": (dataclasses.replace(LINE, line=49),)},
    ],
)
def test_another_place_or_another_variable_is_another_cause(other):
    assert SeenFinding(FULL, 0).cause != SeenFinding(dataclasses.replace(FULL, **other), 0).cause
