"""Between records and the bytes that the log holds."""

from __future__ import annotations

from typing import TypeVar

from google.protobuf.message import Message

from tb_gradplugin.schema import gradient_health_pb2 as pb
from tb_gradplugin.schema import records
from tb_gradplugin.schema.version import SCHEMA_VERSION, require_known_version

_Message = TypeVar("_Message", bound=Message)


def tag_content() -> bytes:
    """`plugin_data.content` for a tag written by this version."""
    return pb.TagContent(schema_version=SCHEMA_VERSION).SerializeToString()


def require_known_content(content: bytes) -> None:
    """Refuses a tag that this version cannot read.

    Raises:
      UnknownSchemaVersionError: the tag was written by a newer version.
      ValueError: `content` is not the content of one of our tags.
    """
    require_known_version(_parsed(pb.TagContent, content).schema_version)


def encode_table(table: records.VariableTable, session: records.Session | None = None) -> bytes:
    """A VariableTable message, announced by `session` where one is given."""
    message = pb.VariableTable(
        schema_version=SCHEMA_VERSION,
        digest=table.digest,
        variables=[
            pb.Variable(name=v.name, shape=v.shape, dtype=v.dtype, layer=v.layer)
            for v in table.variables
        ],
    )
    if session is not None:
        message.session.id = session.id
        message.session.start_wall_time = session.start_wall_time
        message.session.initial_step = session.initial_step
        message.session.writer_version = session.writer_version
    return message.SerializeToString()


def decode_table(content: bytes) -> tuple[records.VariableTable, records.Session | None]:
    """The table, and the session that announced it.

    Raises:
      UnknownSchemaVersionError: written by a newer version.
      ValueError: `content` is not a VariableTable.
    """
    message = _parsed(pb.VariableTable, content)
    require_known_version(message.schema_version)
    table = records.VariableTable(
        tuple(
            records.VariableRecord(v.name, tuple(v.shape), v.dtype, v.layer)
            for v in message.variables
        )
    )
    if not message.HasField("session"):
        return table, None
    s = message.session
    return table, records.Session(s.id, s.start_wall_time, s.initial_step, s.writer_version)


def _parsed(kind: type[_Message], content: bytes) -> _Message:
    message = kind()
    try:
        message.ParseFromString(content)
    except Exception as error:  # DecodeError lives elsewhere in each protobuf release
        raise ValueError(
            f"Not a {kind.DESCRIPTOR.name} message of tb-gradplugin. "
            f"Received: {len(content)} bytes, {error}"
        ) from error
    return message
