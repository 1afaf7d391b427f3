"""GN111."""

from __future__ import annotations

from tb_gradplugin.messages.phrases import at, it, many
from tb_gradplugin.messages.words.wording import Wording
from tb_gradplugin.schema.findings import Finding


def _because(finding: Finding) -> str:
    return f"{'they are' if many(finding) else 'it is'} not trainable{at(finding)}"


def _why(_: Finding) -> str:
    return "A tape watches by itself only variables that were made with `trainable=True`."


def _remedies(finding: Finding) -> tuple[str, ...]:
    return (
        (
            f"If the loss should train {it(finding)}, create {it(finding)} with `trainable=True`, "
            f"or call `tape.watch` for {it(finding)}."
        ),
        f"If not, pass `model.trainable_variables`, which leaves {it(finding)} out.",
    )


WORDING = Wording(_because, _why, _remedies)
