"""GN114: the result of a Keras metric as a part of the loss."""

from __future__ import annotations

from tb_gradplugin.diagnosis.causes.facts import CutCase, Facts, lines
from tb_gradplugin.diagnosis.cuts import OF_STATE
from tb_gradplugin.diagnosis.text import later_uses
from tb_gradplugin.schema.findings import Location

_OF_A_METRIC = frozenset({"update_state", "result", "__call__"})
"""Methods of a metric by which it stores and tells."""


def facts(found: CutCase) -> Facts | None:
    """The value goes through the state of a metric."""
    stores, tells = found.node.detail.get("metric"), found.frontier.detail.get("metric")
    metric = stores or tells
    # A metric may count, so that what it stores has had no gradient for some ops.
    if not metric or (found.cut.kind != OF_STATE and stores != tells):
        return None
    stored, told = found.node.locations, found.frontier.locations
    # Who takes a metric of the program's own for a loss is to blame, not what it does inside.
    inside = {place for place, line in enumerate(stored) if _may_be_of_a_metric(line)}
    taking = stored[max(inside, default=-1) + 1 :]
    return Facts(
        "GN114",
        locations=lines(taking[:1], stored[:1], told[:1]),
        evidence={"metric": str(metric)},
        op_type="",
    )


def _may_be_of_a_metric(line: Location) -> bool:
    """Whether a line is of a method of a metric, as far as its class tells.

    A metric is derived from another class, and one that only says how it is called is a loss, or
    whatever else keeps a metric.
    """
    if line.function not in _OF_A_METRIC:
        return False
    cls = later_uses.class_at(line)
    if cls is None:
        return True
    names = {getattr(one, "name", "") for one in cls.body} & _OF_A_METRIC
    return bool(cls.bases) and names != {"__call__"}
