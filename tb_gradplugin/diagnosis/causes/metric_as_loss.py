"""GN114: the result of a Keras metric as a part of the loss."""

from __future__ import annotations

from tb_gradplugin.diagnosis.causes.facts import CutCase, Facts, lines
from tb_gradplugin.diagnosis.cuts import OF_STATE


def facts(found: CutCase) -> Facts | None:
    """The value goes through the state of a metric."""
    stores, tells = found.node.detail.get("metric"), found.frontier.detail.get("metric")
    metric = stores or tells
    # A metric may count, so that what it stores has had no gradient for some ops.
    if not metric or (found.cut.kind != OF_STATE and stores != tells):
        return None
    return Facts(
        "GN114",
        locations=lines(found.node.locations[:1], found.frontier.locations[:1]),
        evidence={"metric": str(metric)},
        op_type="",
    )
