"""What is encoded comes back as it was; what cannot be read is refused in clear words."""

import numpy as np
import pytest

from tb_gradplugin.schema import encoding, records, version
from tb_gradplugin.schema import gradient_health_pb2 as pb

SESSION = records.Session("9f86d081", 1_790_000_000.125, 2**62, "0.1.0")
NAMES = (
    "dense/kernel",
    "quote \" and ' and ` and \\",
    "<script>alert(1)</script>&amp;",
    "Überschicht/γ/層/🙂",
    "e\u0301 is not \u00e9",
    "line\nbreak\ttab\0nul",
    "right-to-left \u202e",
    " ",
    "",
    "x" * 5000,
)


def table(*names: str) -> records.VariableTable:
    return records.VariableTable(
        tuple(
            records.VariableRecord(name, (3,) * (position % 4), "float32", name[:2])
            for position, name in enumerate(names)
        )
    )


@pytest.mark.parametrize("session", [SESSION, None])
@pytest.mark.parametrize("one", [table(*NAMES), table(), table("a")], ids=["odd", "empty", "one"])
def test_a_table_survives_the_round_trip(one, session):
    assert encoding.decode_table(encoding.encode_table(one, session)) == (one, session)


@pytest.mark.parametrize("shape", [(), (0,), (2**40, 1), (1, 2, 3, 4, 5, 6, 7)])
def test_a_shape_survives_the_round_trip(shape):
    one = records.VariableTable((records.VariableRecord("v", shape, "complex128", ""),))
    assert encoding.decode_table(encoding.encode_table(one))[0] == one


def test_a_session_that_says_nothing_is_told_from_none():
    silent = records.Session("", 0.0, 0, "")
    assert encoding.decode_table(encoding.encode_table(table("a"), silent))[1] == silent


@pytest.mark.parametrize(
    "one",
    [
        records.Counters(0, 0, 0, 0, {}),
        records.Counters(2**62, 3, 4, 5, {}),
        records.Counters(
            120,
            1,
            2,
            3,
            {
                0: records.VariableCounts(1, 2, 3, 0, 119),
                999_999: records.VariableCounts(0, 0, 2**62, -(2**62), 2**62),
            },
        ),
    ],
    ids=["nothing", "large", "two variables"],
)
def test_counters_survive_the_round_trip(one):
    assert encoding.decode_counters(encoding.encode_counters(one)) == one


@pytest.mark.parametrize("steps", [0, 1, 64])
@pytest.mark.parametrize("variables", [1, 3])
def test_an_incident_survives_the_round_trip_bit_by_bit(steps, variables):
    random = np.random.default_rng(steps)
    bits = random.integers(0, 2**32, (steps, variables), np.uint32)
    states = random.integers(0, 5, variables).astype(np.uint8)
    one = records.Incident(2**62, states, bits.view(np.float32))
    read = encoding.decode_incident(encoding.encode_incident(one))
    assert read.step == one.step
    assert (read.states.dtype, read.norms.dtype) == (np.uint8, np.float32)
    np.testing.assert_array_equal(read.states, states)
    np.testing.assert_array_equal(read.norms.view(np.uint32), bits)
    assert read.norms.shape == (steps, variables)


def test_the_norms_of_an_incident_stand_in_the_file_as_little_endian_rows():
    norms = np.array([[1, 2], [np.nan, np.inf]], np.float32)
    content = encoding.encode_incident(records.Incident(7, np.array([1, 4], np.uint8), norms))
    message = pb.Incident.FromString(content)
    assert (message.step, message.states) == (7, b"\1\4")
    assert message.norms.hex(" ", 4) == "0000803f 00000040 0000c07f 0000807f"


@pytest.mark.parametrize(
    ("states", "norm_bytes"), [(b"", 0), (b"", 8), (b"\1\1", 4), (b"\1\1", 9), (b"\1", 3)]
)
def test_an_incident_whose_norms_are_no_rows_over_its_variables_is_refused(states, norm_bytes):
    message = pb.Incident(schema_version=1, states=states, norms=bytes(norm_bytes))
    with pytest.raises(ValueError, match=f"{norm_bytes} bytes for {len(states)} variables"):
        encoding.decode_incident(message.SerializeToString())


def test_a_message_names_its_version_and_the_digest_of_its_variables():
    message = pb.VariableTable.FromString(encoding.encode_table(table(*NAMES)))
    assert message.schema_version == version.SCHEMA_VERSION
    assert message.digest == table(*NAMES).digest


def test_the_content_of_a_tag_is_known_and_takes_few_bytes():
    content = encoding.tag_content()
    encoding.require_known_content(content)
    assert len(content) <= 8


def test_fields_that_a_later_version_may_add_are_no_hindrance():
    unknown_field = b"\xfa\x07\x03new"  # number 127, three bytes
    content = encoding.encode_table(table("a"), SESSION) + unknown_field
    assert encoding.decode_table(content) == (table("a"), SESSION)
    encoding.require_known_content(encoding.tag_content() + unknown_field)
    counters = records.Counters(1, 2, 3, 4, {0: records.VariableCounts(1, 0, 0, 0, 0)})
    content = encoding.encode_counters(counters) + unknown_field
    assert encoding.decode_counters(content) == counters
    incident = records.Incident(3, np.ones(1, np.uint8), np.ones((1, 1), np.float32))
    content = encoding.encode_incident(incident) + unknown_field
    assert encoding.decode_incident(content).step == 3


@pytest.mark.parametrize("newer", [version.SCHEMA_VERSION + 1, 2**32 - 1])
def test_a_newer_version_is_refused_with_both_versions_and_what_to_do(newer):
    for read, message in (
        (encoding.decode_table, pb.VariableTable(schema_version=newer)),
        (encoding.decode_counters, pb.Counters(schema_version=newer)),
        (encoding.decode_incident, pb.Incident(schema_version=newer)),
        (encoding.require_known_content, pb.TagContent(schema_version=newer)),
    ):
        with pytest.raises(version.UnknownSchemaVersionError) as caught:
            read(message.SerializeToString())
        assert f"by a newer tb-gradplugin: schema version {newer}," in str(caught.value)
        assert f"reads up to version {version.SCHEMA_VERSION}." in str(caught.value)
        assert "pip install --upgrade tb-gradplugin" in str(caught.value)


@pytest.mark.parametrize(
    "read",
    [
        encoding.require_known_content,
        encoding.decode_table,
        encoding.decode_counters,
        encoding.decode_incident,
    ],
)
def test_no_version_at_all_is_refused(read):
    with pytest.raises(version.UnknownSchemaVersionError, match="without a schema version"):
        read(b"")


@pytest.mark.parametrize(
    ("read", "kind", "content"),
    [
        (encoding.decode_table, "VariableTable", b"\xff"),
        (encoding.decode_table, "VariableTable", b"\x12\x7fshort"),
        (encoding.decode_table, "VariableTable", b"\x12\x02\xff\xfe"),
        (encoding.decode_counters, "Counters", b"\x32\x7fshort"),
        (encoding.decode_incident, "Incident", b"\x1a\x7fshort"),
    ],
)
def test_bytes_of_something_else_are_a_value_error(read, kind, content):
    with pytest.raises(ValueError, match=f"Not a {kind} message of tb-gradplugin") as caught:
        read(content)
    assert f"Received: {len(content)} bytes" in str(caught.value)
    assert not isinstance(caught.value, version.UnknownSchemaVersionError)


def test_the_content_of_another_plugin_is_a_value_error():
    with pytest.raises(ValueError, match="Not a TagContent message"):
        encoding.require_known_content(b"\xff")
