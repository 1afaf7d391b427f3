"""Between findings and the bytes that the log holds."""

from __future__ import annotations

import numbers
from collections.abc import Iterable

from tb_gradplugin.schema import gradient_health_pb2 as pb
from tb_gradplugin.schema.encoding import parsed
from tb_gradplugin.schema.findings import Finding, Location, Step
from tb_gradplugin.schema.records import SeenFinding
from tb_gradplugin.schema.version import SCHEMA_VERSION, require_known_version

_LARGEST_INTEGER = 2**63 - 1


def encode_findings(findings: Iterable[SeenFinding]) -> bytes:
    """A Findings message."""
    return pb.Findings(
        schema_version=SCHEMA_VERSION, findings=[_message(seen) for seen in findings]
    ).SerializeToString()


def decode_findings(content: bytes) -> tuple[SeenFinding, ...]:
    """The findings, in the order in which they were written.

    Codes, statuses and the like are given as they stand there, also those that
    this version does not know.

    Raises:
      UnknownSchemaVersionError: written by a newer version.
      ValueError: `content` is not a Findings message.
    """
    message = parsed(pb.Findings, content)
    require_known_version(message.schema_version)
    return tuple(SeenFinding(_finding(each), each.step) for each in message.findings)


def _message(seen: SeenFinding) -> pb.Finding:
    finding = seen.finding
    message = pb.Finding(
        code=finding.code,
        status=finding.status,
        severity=finding.severity,
        certainty=finding.certainty,
        variables=map(_text, finding.variables),
        op_type=_text(finding.op_type),
        op_name=_text(finding.op_name),
        locations=[_location_message(location) for location in finding.locations],
        path=[_step_message(step) for step in finding.path],
        evidence=[evidence_message(*fact) for fact in finding.evidence.items()],
        ruled_out=finding.ruled_out,
        step=seen.step,
    )
    if finding.layer is not None:
        message.layer = _text(finding.layer)
    return message


def _location_message(location: Location) -> pb.Finding.Location:
    return pb.Finding.Location(
        file=_text(location.file),
        line=location.line,
        function=_text(location.function),
        source=_text(location.source),
    )


def _step_message(step: Step) -> pb.Finding.PathStep:
    message = pb.Finding.PathStep(
        op_type=_text(step.op_type), op_name=_text(step.op_name), is_cut=step.is_cut
    )
    if step.location is not None:
        message.location.CopyFrom(_location_message(step.location))
    return message


def evidence_message(name: str, value: object) -> pb.Finding.Evidence:
    """One fact; what is no number that a message can hold is written as text."""
    name = _text(name)
    if isinstance(value, numbers.Integral) and abs(int(value)) <= _LARGEST_INTEGER:
        return pb.Finding.Evidence(name=name, integer=int(value))
    if isinstance(value, numbers.Real) and not isinstance(value, numbers.Integral):
        return pb.Finding.Evidence(name=name, number=float(value))
    return pb.Finding.Evidence(name=name, text=_text(str(value)))


def _text(text: str) -> str:
    """What a message can hold: names of files may have bytes in them that are no characters."""
    return text.encode("utf-8", "backslashreplace").decode()


def _finding(message: pb.Finding) -> Finding:
    return Finding(
        code=message.code,
        status=message.status,
        severity=message.severity,
        certainty=message.certainty,
        variables=tuple(message.variables),
        op_type=message.op_type,
        op_name=message.op_name,
        layer=message.layer if message.HasField("layer") else None,
        locations=tuple(_location(location) for location in message.locations),
        path=tuple(
            Step(
                step.op_type,
                step.op_name,
                _location(step.location) if step.HasField("location") else None,
                step.is_cut,
            )
            for step in message.path
        ),
        evidence={fact.name: evidence_value(fact) for fact in message.evidence},
        ruled_out=tuple(message.ruled_out),
    )


def _location(message: pb.Finding.Location) -> Location:
    return Location(message.file, message.line, message.function, message.source)


def evidence_value(message: pb.Finding.Evidence) -> float | int | str:
    """The value of a fact; empty text where there is none."""
    kind = message.WhichOneof("value")
    return getattr(message, kind) if kind else ""
