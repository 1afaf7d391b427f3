"""Names of the tags in the event log, and how to take them apart.

    gradient_health/variables/<digest>     a serialized VariableTable, DT_STRING scalar
    gradient_health/<statistic>/<digest>   float32 vector over the variables of that table
    gradient_health/state/<digest>         uint8 vector over the variables of that table
    gradient_health/loss/<digest>          float32 scalar, and so each statistic of a whole step

The digest is part of the tag because TensorBoard keeps the first
`plugin_data.content` of a tag only: with it, a vector and the table that names
its elements can never be confused, also when a run goes on with other
variables. All vectors of one step stand in one event.
"""

from __future__ import annotations

import dataclasses
import re

from tb_gradplugin.schema import statistics

PLUGIN_NAME = "gradient_health"
"""Name of the plugin in TensorBoard, and the first part of every tag."""

VARIABLES = "variables"

_TAG = re.compile(rf"{PLUGIN_NAME}/(?P<kind>[a-z0-9_]+)/(?P<digest>[0-9a-f]{{8}})")
_KINDS = frozenset((VARIABLES, statistics.STATE, *statistics.NAMES, *statistics.STEP_NAMES))


@dataclasses.dataclass(frozen=True)
class Tag:
    """A tag taken apart: `kind` is the name of a statistic, `state` or `variables`."""

    kind: str
    digest: str

    def __str__(self) -> str:
        return f"{PLUGIN_NAME}/{self.kind}/{self.digest}"


def parse(tag: str) -> Tag | None:
    """The parts of a tag, or None for one that this version has no use for."""
    match = _TAG.fullmatch(tag)
    if match is None or match["kind"] not in _KINDS:
        return None
    return Tag(match["kind"], match["digest"])
