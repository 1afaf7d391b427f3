"""What was said comes back from its bytes as it was, and what cannot be read is refused."""

import dataclasses

import pytest

from tb_gradplugin.schema import gradient_health_pb2 as pb
from tb_gradplugin.schema import version
from tb_gradplugin.schema.verdict_encoding import decode_verdicts, encode_verdicts
from tb_gradplugin.schema.verdicts import Limit, SaidVerdict, SaidVerdicts, Verdict

NAMES = ("d0/kernel", "d0/bias", "层/γ 🙂")
FULL = Verdict(
    rule="vanishing",
    severity="warning",
    status="vanishing",
    variables=("d0/kernel", "层/γ 🙂"),
    first_step=3,
    last_step=95,
    steps=20,
    of_steps=21,
    evidence={"layer_ratio": 3.1e-7, "layers": 4, "about": "text"},
    limit=Limit("vanishing.layer_ratio", 0.001, "L2 norm over the largest"),
    measured="layer_ratio",
)
BARE = Verdict(
    *("loss-scale-collapse", "error", "ok", (), 0, 0, 0, 0),
    evidence={},
    limit=Limit("", 0.0, ""),
    measured="",
)


def round_trip(*said: SaidVerdict) -> tuple[SaidVerdict, ...]:
    return decode_verdicts(encode_verdicts(said, {}, NAMES), NAMES).said


def test_what_was_said_survives_the_round_trip_in_its_order():
    said = (SaidVerdict(40, FULL, BARE), SaidVerdict(7, BARE, None), SaidVerdict(8, FULL, FULL))
    assert round_trip(*said) == said
    assert round_trip() == ()


def test_so_do_the_thresholds():
    chosen = {"vanishing.layer_ratio": 1e-4, "warm_up.steps": 10.0}
    assert decode_verdicts(encode_verdicts([], chosen, ()), ()) == SaidVerdicts((), chosen)


@pytest.mark.parametrize("field", [field.name for field in dataclasses.fields(Verdict)])
def test_no_fact_is_left_behind(field):
    blank = dataclasses.replace(BARE, **{field: getattr(FULL, field)})
    assert blank != BARE
    assert round_trip(SaidVerdict(0, BARE, blank)) == (SaidVerdict(0, BARE, blank),)


def test_the_message_has_a_place_for_each_fact():
    for message, kind in ((pb.Verdict, Verdict), (pb.Verdict.Limit, Limit)):
        places = {field.name for field in message.DESCRIPTOR.fields}
        assert places == {field.name for field in dataclasses.fields(kind)}


def test_what_a_newer_version_wrote_is_refused():
    newer = pb.Verdicts(schema_version=version.SCHEMA_VERSION + 1).SerializeToString()
    with pytest.raises(version.UnknownSchemaVersionError):
        decode_verdicts(newer, NAMES)


def test_a_rule_that_is_not_known_is_left_out_and_the_others_stay():
    content = encode_verdicts([SaidVerdict(1, FULL, FULL), SaidVerdict(2, BARE, None)], {}, NAMES)
    message = pb.Verdicts.FromString(content)
    message.said[0].last.rule = "a rule of tomorrow"
    (said,) = decode_verdicts(message.SerializeToString(), NAMES).said
    assert said.verdict == BARE


@pytest.mark.parametrize("content", [b"\xff", b"not a message"])
def test_other_bytes_are_a_value_error(content):
    with pytest.raises(ValueError, match="Not a Verdicts message"):
        decode_verdicts(content, NAMES)


def test_a_verdict_on_a_variable_that_the_table_lacks_is_a_value_error():
    content = encode_verdicts([SaidVerdict(1, FULL, None)], {}, NAMES)
    with pytest.raises(ValueError, match=r"of the 2 variables of their table. Received: .* 2"):
        decode_verdicts(content, NAMES[:2])
