"""GH201, GH202, GH224, GH226 and GH227 where layers or time steps each have their part."""

from __future__ import annotations

from tb_gradplugin.diagnosis.flow_causes.facts import Blame, lines
from tb_gradplugin.diagnosis.flows.flow_gradual import DEPTH, TIME, Trend


def of_decay(trend: Trend) -> Blame:
    """A gradient that each layer or step makes smaller."""
    if trend.over == TIME:
        return _blame("GH227", trend, "warning")
    return _blame("GH226" if trend.activation else "GH201", trend, "warning")


def of_growth(trend: Trend, severity: str = "warning") -> Blame:
    """A gradient, or a value, that each layer or step makes larger."""
    return _blame("GH224" if trend.over == TIME else "GH202", trend, severity)


def _blame(code: str, trend: Trend, severity: str) -> Blame:
    evidence: dict[str, float | int | str] = {
        "over": trend.over,
        "count": len(trend.nodes),
        "factor": trend.factor,
        "factor_lowest": trend.lowest,
        "factor_highest": trend.highest,
        "first_l2_norm": trend.first,
        "last_l2_norm": trend.last,
    }
    if trend.of_steps > len(trend.nodes):
        evidence["of_steps"] = trend.of_steps
    if trend.activation:
        evidence["activation"] = trend.activation
    last = trend.nodes[-1]
    if trend.over == DEPTH and last.hidden_frames:
        evidence["hidden_frames"] = last.hidden_frames
    where = lines(*trend.nodes[::-1])
    return Blame(code, last, evidence, "likely", severity, where or None, because_of="*")
