"""GN111: a variable that no tape watches by itself."""

from __future__ import annotations

from collections.abc import Sequence

from tb_gradplugin.diagnosis.case import Case
from tb_gradplugin.diagnosis.causes.facts import Facts, lines
from tb_gradplugin.diagnosis.program import Asked
from tb_gradplugin.diagnosis.text import making, switched_off, untrainable_defaults
from tb_gradplugin.schema.findings import Location

_MOST_CALLS = 2
"""Lines that leave an argument to its default, at most, of which one finding tells."""


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
    default = untrainable_defaults.found(line) if line is not None and not off else None
    said: dict[str, str] = {}
    if default is not None:
        first_line, how = "default", f"the default of `{default.name}` is False"
        said = {"default_of": default.called, "argument": default.name}
        said["left_to_it_in"] = default.calls[0].place
        off = (default.line, *default.calls[:_MOST_CALLS])
    meant = f"{how}, and other variables receive a gradient" if case.any_gradient else ""
    return Facts(
        "GN111",
        locations=lines(off, made, used[:1]),
        evidence={
            "of_layer": "yes" if asked.kind == "keras" or asked.layer else "no",
            **({"first_line": first_line} if made else {}),
            **said,
        },
        likely_meant=meant,
        op_type="",
    )
