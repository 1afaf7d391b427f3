"""GN114: the result of a Keras metric as a part of the loss."""

from __future__ import annotations

from tb_gradplugin.diagnosis.causes.facts import CutCase, Facts, lines
from tb_gradplugin.diagnosis.cuts import OF_STATE


def facts(found: CutCase) -> Facts | None:
    """The value goes through the state of a metric."""
    metric = found.node.detail.get("metric") or found.frontier.detail.get("metric")
    if found.cut.kind != OF_STATE or not metric:
        return None
    return Facts(
        "GN114",
        locations=lines(found.node.locations[:1], found.frontier.locations[:1]),
        evidence={"metric": str(metric)},
        op_type="",
    )
