"""Writes TensorBoard event files for tests, independently of the recording side.

Framing, events, tags and table messages are made here from the published
formats, so that a mistake of the product's own writer cannot hide one of its
reader. Everything can be written, also what no writer of ours would write.
"""

from __future__ import annotations

import pathlib
import struct
from collections.abc import Iterable, Mapping, Sequence

import google_crc32c
import numpy as np
from tensorboard.compat.proto import event_pb2, summary_pb2, tensor_pb2, types_pb2

from tb_gradplugin.schema import gradient_health_pb2 as pb

PLUGIN = "gradient_health"
START = 1_700_000_000.0
"""Seconds since the epoch at which logs of tests begin."""

_DTYPES = {
    "float16": types_pb2.DT_HALF,
    "float32": types_pb2.DT_FLOAT,
    "float64": types_pb2.DT_DOUBLE,
    "int32": types_pb2.DT_INT32,
    "uint8": types_pb2.DT_UINT8,
}


def content(version: int = 1) -> bytes:
    """`plugin_data.content` that names a schema version."""
    return pb.TagContent(schema_version=version).SerializeToString()


def table(
    digest: str,
    variables: Sequence[str],
    *,
    shape: Sequence[int] = (2, 3),
    shapes: Sequence[Sequence[int]] | None = None,
    version: int = 1,
    session: tuple[float, int] | None = None,
) -> bytes:
    """A serialized VariableTable.

    Args:
      digest: stored in the message as it is.
      variables: names; the layer is what stands before the last slash.
      shape: of every variable, unless they have their own `shapes`.
      shapes: one for each variable.
      version: of the schema.
      session: start_wall_time and initial_step, or None for no session.
    """
    message = pb.VariableTable(schema_version=version, digest=digest)
    for place, name in enumerate(variables):
        message.variables.add(
            name=name,
            shape=shapes[place] if shapes else shape,
            dtype="float32",
            layer=name.rpartition("/")[0],
        )
    if session is not None:
        message.session.id = session_id(session[0])
        message.session.start_wall_time, message.session.initial_step = session
        message.session.writer_version = "0.0.0"
    return message.SerializeToString()


def session_id(start_wall_time: float) -> str:
    """The id that `table` gives a session: hexadecimal, as a part of a tag must be."""
    return struct.pack(">d", start_wall_time).hex()


def counters(
    steps: int,
    variables: Mapping[int, Mapping[str, int]] | None = None,
    *,
    version: int = 1,
    **totals: int,
) -> bytes:
    """A serialized Counters message.

    Args:
      steps: that were seen.
      variables: place in the table -> fields of its counts.
      version: of the schema.
      **totals: clipped_steps, skipped_steps, lost_rows.
    """
    message = pb.Counters(schema_version=version, steps=steps, **totals)
    for index, fields in (variables or {}).items():
        message.variables.add(index=index, **fields)
    return message.SerializeToString()


def incident(
    step: int, states: Sequence[int], norms: Sequence[Sequence[float]], *, version: int = 1
) -> bytes:
    """A serialized Incident message; `norms` has a row for each step up to `step`."""
    message = pb.Incident(schema_version=version, step=step, states=bytes(states))
    message.norms = b"".join(struct.pack("<f", norm) for row in norms for norm in row)
    return message.SerializeToString()


def findings(*each: Mapping[str, object], version: int = 1) -> bytes:
    """A serialized Findings message.

    Args:
      *each: the fields of one finding; `locations` and `path` as fields too,
        `evidence` as name -> number or text. What is left out is that of an
        error that is certain.
      version: of the schema.
    """
    usual = {"code": "GN101", "status": "null", "severity": "error", "certainty": "certain"}
    message = pb.Findings(schema_version=version)
    for facts in each:
        evidence = [
            {"name": name, _FIELDS_OF_EVIDENCE[type(value)]: value}
            for name, value in facts.get("evidence", {}).items()
        ]
        message.findings.add(**{**usual, **facts, "evidence": evidence})
    return message.SerializeToString()


_FIELDS_OF_EVIDENCE = {float: "number", int: "integer", str: "text"}


class EventFile:
    """One event file, written record by record.

    Use as a context manager. Files of one run are read in the order of their
    names, which is that of `number`.
    """

    def __init__(self, run_folder: pathlib.Path, number: int = 0):
        run_folder.mkdir(parents=True, exist_ok=True)
        self.path = run_folder / f"events.out.tfevents.{int(START) + number:010d}.test"
        self._file = self.path.open("ab")
        self._tags: set[str] = set()
        self.event(event_pb2.Event(wall_time=START, file_version="brain.Event:2"))

    def __enter__(self) -> EventFile:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def flush(self) -> None:
        """Makes what was written visible to other processes."""
        self._file.flush()

    def event(self, event: event_pb2.Event) -> None:
        """Writes one framed event."""
        self.record(event.SerializeToString())

    def record(self, payload: bytes) -> None:
        """Writes one record: length, its checksum, payload, its checksum."""
        self._file.write(framed(payload))

    def table(
        self, digest: str, message: bytes, *, step: int = 0, wall_time: float = START
    ) -> None:
        """Announces a variable table."""
        tag = f"{PLUGIN}/variables/{digest}"
        self.values(step, wall_time, {tag: string_tensor(message)})

    def message(
        self, kind: str, digest: str, session: str, step: int, message: bytes, wall_time: float
    ) -> None:
        """Writes counters, an incident or findings of a session."""
        tag = f"{PLUGIN}/{kind}/{digest}/{session}"
        self.values(step, wall_time, {tag: string_tensor(message)})

    def row(
        self,
        digest: str,
        step: int,
        wall_time: float,
        vectors: Mapping[str, np.ndarray],
    ) -> None:
        """One event with an array for each kind of tag; the part of a tag may follow its kind.

        So "state", "l2_norm", "loss" and "histogram/0" are some of them.
        """
        self.values(
            step,
            wall_time,
            {_tag(name, digest): tensor(vector) for name, vector in vectors.items()},
        )

    def values(
        self,
        step: int,
        wall_time: float,
        tensors: Mapping[str, tensor_pb2.TensorProto | None],
        *,
        plugin: str = PLUGIN,
        plugin_content: bytes | None = None,
    ) -> None:
        """One event with any tags; a tensor of None leaves only the metadata."""
        event = event_pb2.Event(step=step, wall_time=wall_time)
        for tag, value in tensors.items():
            summary = event.summary.value.add(tag=tag)
            if value is not None:
                summary.tensor.CopyFrom(value)
            if tag not in self._tags:
                self._tags.add(tag)
                summary.metadata.data_class = summary_pb2.DATA_CLASS_TENSOR
                summary.metadata.plugin_data.plugin_name = plugin
                summary.metadata.plugin_data.content = (
                    content() if plugin_content is None else plugin_content
                )
        self.event(event)


def tensor(array: np.ndarray) -> tensor_pb2.TensorProto:
    """An array of numbers as a tensor message."""
    message = tensor_pb2.TensorProto(
        dtype=_DTYPES[array.dtype.name], tensor_content=array.tobytes()
    )
    for size in array.shape:
        message.tensor_shape.dim.add(size=size)
    return message


def string_tensor(*contents: bytes, scalar: bool = True) -> tensor_pb2.TensorProto:
    """Bytes as a string tensor: a scalar, or a vector where `scalar` is False."""
    message = tensor_pb2.TensorProto(dtype=types_pb2.DT_STRING, string_val=contents)
    if not scalar:
        message.tensor_shape.dim.add(size=len(contents))
    message.tensor_shape.SetInParent()
    return message


def framed(payload: bytes) -> bytes:
    """A record: length, its checksum, payload, its checksum."""
    length = struct.pack("<Q", len(payload))
    return length + checksum(length) + payload + checksum(payload)


def write_run(
    run_folder: pathlib.Path,
    digest: str,
    variables: Sequence[str],
    steps: Iterable[int],
    vectors: Mapping[str, np.ndarray],
    *,
    number: int = 0,
    start: float = START,
    seconds_per_row: float = 1.0,
    session: tuple[float, int] | None = None,
) -> None:
    """One file with one table and one row per step.

    Args:
      run_folder: where the file is made.
      digest: eight hexadecimal digits.
      variables: names.
      steps: of the rows, in the order of writing.
      vectors: [rows, variables] for each statistic and for "state".
      number: makes a later file of the same run.
      start: wall time of the table and of the first row.
      seconds_per_row: between rows.
      session: see `table`.
    """
    steps = list(steps)
    with EventFile(run_folder, number) as file:
        message = table(digest, variables, session=session)
        file.table(digest, message, step=steps[0] if steps else 0, wall_time=start)
        for i, step in enumerate(steps):
            row = {name: values[i] for name, values in vectors.items()}
            file.row(digest, step, start + i * seconds_per_row, row)


def _tag(name: str, digest: str) -> str:
    kind, _, part = name.partition("/")
    return "/".join((PLUGIN, kind, digest, *([part] if part else [])))


def checksum(content: bytes) -> bytes:
    """The masked CRC-32C of the TFRecord format."""
    crc = google_crc32c.value(content)
    return struct.pack("<I", (((crc >> 15) | (crc << 17)) + 0xA282EAD8) & 0xFFFFFFFF)
