"""GN111: a variable that no tape watches by itself."""

from __future__ import annotations

from tb_gradplugin.diagnosis.case import Case
from tb_gradplugin.diagnosis.causes.facts import Facts, lines
from tb_gradplugin.diagnosis.program import Asked
from tb_gradplugin.diagnosis.text import making


def of_variable(case: Case, asked: Asked) -> Facts | None:
    """It was made with `trainable=False`."""
    if asked.trainable or asked.kind == "tensor":
        return None
    used = next((node.locations for node in case.program.nodes if asked.value in node.inputs), ())
    meant = ""
    if case.any_gradient:
        meant = "made with trainable=False, and other variables receive a gradient"
    line = asked.made or making.line_that_makes_untrainable(used)
    made = (line,) if line is not None else ()
    return Facts(
        "GN111",
        locations=lines(made, used[:1]),
        evidence={
            "of_layer": "yes" if asked.kind == "keras" or asked.layer else "no",
            **({"first_line": "made"} if made else {}),
        },
        likely_meant=meant,
        op_type="",
    )
