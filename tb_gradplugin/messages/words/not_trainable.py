"""GN111."""

from __future__ import annotations

from tb_gradplugin.messages.phrases import at, fact, in_line, it, many
from tb_gradplugin.messages.words.wording import Wording
from tb_gradplugin.schema.findings import Finding


def _because(finding: Finding) -> str:
    because = f"{'they are' if many(finding) else 'it is'} not trainable"
    if not finding.locations:
        return because
    if _is_by_default(finding):
        argument, called = fact(finding, "argument"), fact(finding, "default_of")
        default = f"`{argument}` of `{called}` is False by default{at(finding)}"
        left = fact(finding, "left_to_it_in")
        return f"{because}: {default}" + (f", and {left} leaves it so" if left else "")
    how = fact(finding, "first_line") or "used"
    return f"{because} ({how} in {finding.locations[0].place})"


def _why(finding: Finding) -> str:
    if _is_switched_off(finding):
        return "A tape watches by itself only variables that are trainable when they are read."
    return "A tape watches by itself only variables that were made with `trainable=True`."


def _is_switched_off(finding: Finding) -> bool:
    return fact(finding, "first_line") == "switched off"


def _is_by_default(finding: Finding) -> bool:
    return fact(finding, "first_line") == "default"


def _remedies(finding: Finding) -> tuple[str, ...]:
    train = f"create {it(finding)} with `trainable=True`"
    if _is_switched_off(finding):
        train = f"do not switch {it(finding)} off{in_line(finding)}"
    elif _is_by_default(finding):
        argument, called = fact(finding, "argument"), fact(finding, "default_of")
        left = fact(finding, "left_to_it_in")
        train = f"give `{argument}=True` to `{called}`" + (f" in {left}" if left else "")
        train += f", make that the default{in_line(finding)}"
    return (
        (
            f"If the loss should train {it(finding)}, {train}, "
            f"or call `tape.watch` for {it(finding)}."
        ),
        (
            f"If not, pass `model.trainable_variables`, which leaves {it(finding)} out."
            if fact(finding, "of_layer") == "yes"
            else f"If not, leave {it(finding)} out of the variables given to `tape.gradient`."
        ),
    )


WORDING = Wording(_because, _why, _remedies)
