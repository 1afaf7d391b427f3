"""Between what was said while training and the bytes that the log holds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from tb_gradplugin.schema import gradient_health_pb2 as pb
from tb_gradplugin.schema.encoding import parsed
from tb_gradplugin.schema.finding_encoding import evidence_message, evidence_value
from tb_gradplugin.schema.findings import SEVERITIES
from tb_gradplugin.schema.verdicts import RULES, Limit, SaidVerdict, SaidVerdicts, Verdict
from tb_gradplugin.schema.version import SCHEMA_VERSION, require_known_version


def encode_verdicts(
    said: Iterable[SaidVerdict], thresholds: Mapping[str, float], variables: Sequence[str]
) -> bytes:
    """A Verdicts message.

    Args:
      said: of one variable table.
      thresholds: name -> value of all that was judged by.
      variables: the names of the table, in its order; verdicts name no others.
    """
    places = {name: place for place, name in enumerate(variables)}
    message = pb.Verdicts(
        schema_version=SCHEMA_VERSION,
        thresholds=[pb.Verdicts.Threshold(name=n, value=v) for n, v in thresholds.items()],
    )
    for one in said:
        entry = message.said.add(step=one.step, verdict=_message(one.verdict, places))
        if one.last is not None:
            entry.last.CopyFrom(_message(one.last, places))
    return message.SerializeToString()


def decode_verdicts(content: bytes, variables: Sequence[str]) -> SaidVerdicts:
    """What was said, in the order in which it was; without rules that this version does not know.

    Args:
      content: a serialized Verdicts message.
      variables: the names of its variable table.

    Raises:
      UnknownSchemaVersionError: written by a newer version.
      ValueError: `content` is not a Verdicts message, or speaks of more
        variables than the table has.
    """
    message = parsed(pb.Verdicts, content)
    require_known_version(message.schema_version)
    return SaidVerdicts(
        tuple(
            SaidVerdict(
                entry.step,
                _verdict(entry.verdict, variables),
                _verdict(entry.last, variables) if entry.HasField("last") else None,
            )
            for entry in message.said
            if _is_known(entry.verdict) and (not entry.HasField("last") or _is_known(entry.last))
        ),
        {one.name: one.value for one in message.thresholds},
    )


def _message(verdict: Verdict, places: Mapping[str, int]) -> pb.Verdict:
    return pb.Verdict(
        rule=verdict.rule,
        severity=verdict.severity,
        status=verdict.status,
        variables=[places[name] for name in verdict.variables],
        first_step=verdict.first_step,
        last_step=verdict.last_step,
        steps=verdict.steps,
        of_steps=verdict.of_steps,
        evidence=[evidence_message(*fact) for fact in verdict.evidence.items()],
        limit=pb.Verdict.Limit(
            name=verdict.limit.name, value=verdict.limit.value, unit=verdict.limit.unit
        ),
        measured=verdict.measured,
    )


def _is_known(message: pb.Verdict) -> bool:
    return message.rule in RULES and message.severity in SEVERITIES


def _verdict(message: pb.Verdict, variables: Sequence[str]) -> Verdict:
    beyond = [place for place in message.variables if place >= len(variables)]
    if beyond:
        raise ValueError(
            f"Verdicts must speak of the {len(variables)} variables of their table. "
            f"Received: a verdict on variable {beyond[0]}"
        )
    return Verdict(
        rule=message.rule,
        severity=message.severity,
        status=message.status,
        variables=tuple(variables[place] for place in message.variables),
        first_step=message.first_step,
        last_step=message.last_step,
        steps=message.steps,
        of_steps=message.of_steps,
        evidence={fact.name: evidence_value(fact) for fact in message.evidence},
        limit=Limit(message.limit.name, message.limit.value, message.limit.unit),
        measured=message.measured,
    )
