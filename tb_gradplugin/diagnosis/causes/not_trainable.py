"""GN111: a variable that no tape watches by itself."""

from __future__ import annotations

from collections.abc import Sequence

from tb_gradplugin.diagnosis.case import Case
from tb_gradplugin.diagnosis.causes.facts import Facts, lines
from tb_gradplugin.diagnosis.program import Asked
from tb_gradplugin.diagnosis.text import making, switched_off
from tb_gradplugin.schema.findings import Location


def of_variable(case: Case, asked: Asked) -> Facts | None:
    """It was made with `trainable=False`, or made untrainable later."""
    if asked.trainable or asked.kind == "tensor":
        return None
    used = next((node.locations for node in case.program.nodes if asked.value in node.inputs), ())
    line = asked.made or making.line_that_makes_untrainable(used)
    made = (line,) if line is not None else ()
    first_line, how = "made", "made with trainable=False"
    off: Sequence[Location] = ()
    if line is not None and switched_off.is_made_trainable(line):
        files = [one.file for node in case.program.nodes for one in node.locations]
        off = switched_off.lines([line.file, *files])
        # Where no line does it, what made the variable may have been told elsewhere.
        how = "switched off after being made" if off else "not trainable"
        first_line = "switched off" if off else "made"
    meant = f"{how}, and other variables receive a gradient" if case.any_gradient else ""
    return Facts(
        "GN111",
        locations=lines(off, made, used[:1]),
        evidence={
            "of_layer": "yes" if asked.kind == "keras" or asked.layer else "no",
            **({"first_line": first_line} if made else {}),
        },
        likely_meant=meant,
        op_type="",
    )
