"""Names of the tags in the event log, and how to take them apart.

    gradient_health/variables/<digest>     a serialized VariableTable, DT_STRING scalar
    gradient_health/<statistic>/<digest>   float32 vector over the variables of that table
    gradient_health/state/<digest>         uint8 vector over the variables of that table
    gradient_health/loss/<digest>          float32 scalar, and so each statistic of a whole step
    gradient_health/histogram/<digest>/<chunk>     uint8 [variables of the chunk, bins]
    gradient_health/counters/<digest>/<session>    a serialized Counters message
    gradient_health/incident/<digest>/<session>    a serialized Incident message
    gradient_health/findings/<digest>/<session>    a serialized Findings message
    gradient_health/verdicts/<digest>/<session>    a serialized Verdicts message

The digest is part of the tag because TensorBoard keeps the first
`plugin_data.content` of a tag only: with it, a vector and the table that names
its elements can never be confused, also when a run goes on with other
variables. The session is part of a tag where its last value alone counts: that
one survives sampling and restarts, so it repeats what was said before. All
vectors of one step stand in one event.
"""

from __future__ import annotations

import dataclasses
import re

from tb_gradplugin.schema import statistics
from tb_gradplugin.schema.histogram import HISTOGRAM

PLUGIN_NAME = "gradient_health"
"""Name of the plugin in TensorBoard, and the first part of every tag."""

VARIABLES = "variables"
COUNTERS = "counters"
INCIDENT = "incident"
FINDINGS = "findings"
VERDICTS = "verdicts"

OF_SESSIONS = (COUNTERS, INCIDENT, FINDINGS, VERDICTS)
"""Kinds of which a session's last message alone counts."""

_TAG = re.compile(
    rf"{PLUGIN_NAME}/(?P<kind>[a-z0-9_]+)/(?P<digest>[0-9a-f]{{8}})(?:/(?P<part>[0-9a-f]+))?"
)
_KINDS = frozenset((VARIABLES, statistics.STATE, *statistics.NAMES, *statistics.STEP_NAMES))
_KINDS_WITH_PART = frozenset((HISTOGRAM, *OF_SESSIONS))


@dataclasses.dataclass(frozen=True)
class Tag:
    """A tag taken apart.

    Attributes:
      kind: the name of a statistic, `state`, or one of the constants above.
      digest: of the variable table.
      part: the chunk of a histogram, the session of counters, incidents,
        findings and verdicts; otherwise empty.
    """

    kind: str
    digest: str
    part: str = ""

    def __str__(self) -> str:
        name = f"{PLUGIN_NAME}/{self.kind}/{self.digest}"
        return f"{name}/{self.part}" if self.part else name


def parse(tag: str) -> Tag | None:
    """The parts of a tag, or None for one that this version has no use for."""
    match = _TAG.fullmatch(tag)
    if match is None:
        return None
    part = match["part"] or ""
    known = _KINDS_WITH_PART if part else _KINDS
    return Tag(match["kind"], match["digest"], part) if match["kind"] in known else None
