"""GN111."""

from __future__ import annotations

from tb_gradplugin.messages.phrases import fact, it, many, place
from tb_gradplugin.messages.words.wording import Wording
from tb_gradplugin.schema.findings import Finding


def _because(finding: Finding) -> str:
    because = f"{'they are' if many(finding) else 'it is'} not trainable"
    if not finding.locations:
        return because
    how = "made" if fact(finding, "first_line") == "made" else "used"
    return f"{because} ({how} in {place(finding.locations[0])})"


def _why(_: Finding) -> str:
    return "A tape watches by itself only variables that were made with `trainable=True`."


def _remedies(finding: Finding) -> tuple[str, ...]:
    return (
        (
            f"If the loss should train {it(finding)}, create {it(finding)} with `trainable=True`, "
            f"or call `tape.watch` for {it(finding)}."
        ),
        (
            f"If not, pass `model.trainable_variables`, which leaves {it(finding)} out."
            if fact(finding, "of_layer") == "yes"
            else f"If not, leave {it(finding)} out of the variables given to `tape.gradient`."
        ),
    )


WORDING = Wording(_because, _why, _remedies)
