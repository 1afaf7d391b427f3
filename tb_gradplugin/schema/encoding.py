"""Between records and the bytes that the log holds."""

from __future__ import annotations

import dataclasses
from typing import TypeVar

import numpy as np
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
    require_known_version(parsed(pb.TagContent, content).schema_version)


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


def decode_table(
    content: bytes,
) -> tuple[records.VariableTable, records.Session | None]:
    """The table, and the session that announced it.

    Raises:
      UnknownSchemaVersionError: written by a newer version.
      ValueError: `content` is not a VariableTable.
    """
    message = parsed(pb.VariableTable, content)
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


def encode_counters(counters: records.Counters) -> bytes:
    """A Counters message."""
    return pb.Counters(
        schema_version=SCHEMA_VERSION,
        steps=counters.steps,
        clipped_steps=counters.clipped_steps,
        skipped_steps=counters.skipped_steps,
        lost_rows=counters.lost_rows,
        variables=[
            pb.Counters.OfVariable(index=index, **dataclasses.asdict(counts))
            for index, counts in counters.variables.items()
        ],
    ).SerializeToString()


def decode_counters(content: bytes) -> records.Counters:
    """The counters.

    Raises:
      UnknownSchemaVersionError: written by a newer version.
      ValueError: `content` is not a Counters message.
    """
    message = parsed(pb.Counters, content)
    require_known_version(message.schema_version)
    return records.Counters(
        message.steps,
        message.clipped_steps,
        message.skipped_steps,
        message.lost_rows,
        {
            v.index: records.VariableCounts(v.null, v.zero, v.nonfinite, v.first_step, v.last_step)
            for v in message.variables
        },
    )


def encode_incident(incident: records.Incident) -> bytes:
    """An Incident message."""
    return pb.Incident(
        schema_version=SCHEMA_VERSION,
        step=incident.step,
        states=incident.states.astype(np.uint8).tobytes(),
        norms=incident.norms.astype("<f4").tobytes(),
    ).SerializeToString()


def decode_incident(content: bytes) -> records.Incident:
    """The incident.

    Raises:
      UnknownSchemaVersionError: written by a newer version.
      ValueError: `content` is not an Incident message, or its arrays do not fit
        each other.
    """
    message = parsed(pb.Incident, content)
    require_known_version(message.schema_version)
    states = np.frombuffer(message.states, np.uint8)
    if not len(states) or len(message.norms) % (4 * len(states)):
        raise ValueError(
            "The norms of an incident must be float32 rows over its variables. "
            f"Received: {len(message.norms)} bytes for {len(states)} variables"
        )
    norms = np.frombuffer(message.norms, "<f4").reshape([-1, len(states)])
    return records.Incident(message.step, states, norms)


def parsed(kind: type[_Message], content: bytes) -> _Message:
    """The message that `content` is.

    Raises:
      ValueError: `content` is no message of that kind.
    """
    message = kind()
    try:
        message.ParseFromString(content)
    except Exception as error:  # DecodeError lives elsewhere in each protobuf release
        raise ValueError(
            f"Not a {kind.DESCRIPTOR.name} message of tb-gradplugin. "
            f"Received: {len(content)} bytes, {error}"
        ) from error
    return message
