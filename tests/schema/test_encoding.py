"""What is encoded comes back as it was; what cannot be read is refused in clear words."""

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


@pytest.mark.parametrize("newer", [version.SCHEMA_VERSION + 1, 2**32 - 1])
def test_a_newer_version_is_refused_with_both_versions_and_what_to_do(newer):
    for read, message in (
        (encoding.decode_table, pb.VariableTable(schema_version=newer)),
        (encoding.require_known_content, pb.TagContent(schema_version=newer)),
    ):
        with pytest.raises(version.UnknownSchemaVersionError) as caught:
            read(message.SerializeToString())
        assert f"by a newer tb-gradplugin: schema version {newer}," in str(caught.value)
        assert f"reads up to version {version.SCHEMA_VERSION}." in str(caught.value)
        assert "pip install --upgrade tb-gradplugin" in str(caught.value)


def test_no_version_at_all_is_refused():
    with pytest.raises(version.UnknownSchemaVersionError, match="without a schema version"):
        encoding.require_known_content(b"")
    with pytest.raises(version.UnknownSchemaVersionError, match="without a schema version"):
        encoding.decode_table(b"")


@pytest.mark.parametrize("content", [b"\xff", b"\x12\x7fshort", b"\x12\x02\xff\xfe"])
def test_bytes_of_something_else_are_a_value_error(content):
    with pytest.raises(ValueError, match="Not a VariableTable message of tb-gradplugin") as caught:
        encoding.decode_table(content)
    assert f"Received: {len(content)} bytes" in str(caught.value)
    assert not isinstance(caught.value, version.UnknownSchemaVersionError)


def test_the_content_of_another_plugin_is_a_value_error():
    with pytest.raises(ValueError, match="Not a TagContent message"):
        encoding.require_known_content(b"\xff")
