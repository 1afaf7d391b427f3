"""GN105, GN118 or GN119: a tape inside of the loss that gave `None`."""

from __future__ import annotations

from tb_gradplugin.diagnosis.case import Case
from tb_gradplugin.diagnosis.causes.facts import Facts, lines
from tb_gradplugin.diagnosis.program import InnerTape
from tb_gradplugin.diagnosis.ways import ways_from


def facts(case: Case) -> Facts | None:
    """Why the first `None` of a tape inside of the loss came about."""
    for tape in case.program.inner_tapes:
        for source, result in zip(tape.sources, tape.results, strict=False):
            if result is None and tape.target:
                return _of(case, tape, source)
    return None


def _of(case: Case, tape: InnerTape, source: int) -> Facts:
    ways = ways_from(tape.target[0], case.edges)
    value = case.program.values[source]
    evidence = {"inner_source": value.name} if value.name else {}
    if case.program.exception:
        evidence["exception"] = case.program.exception
    if ways.receives[source] and value.origin != "variable":
        evidence["tensor"] = value.name
        evidence["tape"] = "inner"
        return Facts("GN105", "likely", lines(tape.locations), evidence, op_type="")
    if ways.receives[source]:
        evidence["misuse"] = "inner_closed"
        return Facts("GN119", "likely", lines(tape.locations), evidence, op_type="")
    used = any(ways.depends[node.index] and source in node.inputs for node in case.program.nodes)
    evidence["misuse"] = "inner_cut" if used else "inner_target"
    code = "GN118" if used else "GN119"
    return Facts(code, "likely", lines(tape.locations), evidence, op_type="")
