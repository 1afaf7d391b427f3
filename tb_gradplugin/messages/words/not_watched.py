"""GN105."""

from __future__ import annotations

from tb_gradplugin.messages.phrases import (
    at,
    called,
    fact,
    first_line,
    in_line,
    inner_tape_gave,
    many,
    names,
)
from tb_gradplugin.messages.words.wording import Wording
from tb_gradplugin.schema.findings import Finding


def _because(finding: Finding) -> str:
    if fact(finding, "tape") == "inner":
        tensor = called(finding, "tensor", "a tensor")
        return f"{inner_tape_gave(finding)} for {tensor}, which it does not watch{at(finding)}"
    kind = "they are tensors" if many(finding) else "it is a tensor"
    watch = "the tape does not watch tensors by itself"
    if _count_made(finding):
        return f"{kind} (made in {_makers(finding)}), and {watch}"
    return f"{kind}, and {watch}{at(finding)}"


def _why(_: Finding) -> str:
    return "A tape records what is computed from trainable variables and from what it watches."


def _remedies(finding: Finding) -> tuple[str, ...]:
    if fact(finding, "tape") == "inner":
        tensor = fact(finding, "tensor") or "x"
        opened = fact(finding, "opened_in")
        where = f" in {opened}" if opened else ""
        return (f"Call `tape.watch({tensor})` right after the inner tape is opened{where}.",)
    if many(finding):
        return _remedies_of_many(finding)
    name = fact(finding, "tensor")
    named = f"`{name}`" if name else "the tensor"
    watch = f"Call `tape.watch({name or 'x'})` before {named} is used"
    if _count_made(finding):
        used = in_line(finding, _count_made(finding))
        where = "where it is made" if _is_either(finding) else f"in {_makers(finding)}"
        return (
            (f"Make {named} a `tf.Variable` {where}, and pass that variable to `tape.gradient`."),
            f"If it should stay a tensor, {watch[0].lower()}{watch[1:]}{used}.",
        )
    return (
        f"{watch}.",
        (
            f"If it should be trained, make it a `tf.Variable`, and pass the variable to "
            f"`tape.gradient`{f' under the name {named}' if name else ''}."
        ),
    )


def _remedies_of_many(finding: Finding) -> tuple[str, ...]:
    count = _count_made(finding)
    where = f" in {_makers(finding)}" if count else ""
    if count > 2 or _is_either(finding):
        where = " where it is made"
    return (
        (f"Make each of them a `tf.Variable`{where}, and pass these variables to `tape.gradient`."),
        "If they should stay tensors, call `tape.watch` for each of them before it is used.",
    )


def _count_made(finding: Finding) -> int:
    """How many lines make the tensors; 0 where these lines are not known."""
    return int(fact(finding, "made_lines", "0")) if finding.locations else 0


def _is_either(finding: Finding) -> bool:
    """Whether these lines are such of which not all have run."""
    return bool(fact(finding, "made_by"))


def _makers(finding: Finding) -> str:
    """The lines that make the tensors: one or two, or the first and how many others."""
    count = _count_made(finding)
    first, *others = (one.place for one in finding.locations[:count])
    link = "or" if _is_either(finding) else "and"
    if count > 2:
        return f"{first} {link} {count - 1:,} more lines"
    return f" {link} ".join([first, *others])


def _evidence(finding: Finding) -> str:
    raised = fact(finding, "exception")
    return f"raised: {first_line(raised)}" if raised else ""


def _headline(finding: Finding) -> str:
    if fact(finding, "tape") != "inner":
        # The program's own names say more than that tensors were asked about.
        name = fact(finding, "tensor")
        several = f"{names(name.split(', '))} receive" if many(finding) else f"`{name}` receives"
        named = several if name else ""
    elif "exception" in finding.evidence:
        named = f"{names(finding.variables)} {'receive' if many(finding) else 'receives'}"
    else:
        named = ""
    return f"{named} no gradient because {_because(finding)}." if named else ""


WORDING = Wording(_because, _why, _remedies, _evidence, _headline)
