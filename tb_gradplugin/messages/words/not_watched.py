"""GN105."""

from __future__ import annotations

from tb_gradplugin.messages.phrases import (
    at,
    called,
    fact,
    first_line,
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
    kind = "tensors, and the tape does" if many(finding) else "a tensor, and the tape does"
    verb = "they are" if many(finding) else "it is"
    return f"{verb} {kind} not watch tensors by itself{at(finding)}"


def _why(_: Finding) -> str:
    return "A tape records what is computed from trainable variables and from what it watches."


def _remedies(finding: Finding) -> tuple[str, ...]:
    if fact(finding, "tape") == "inner":
        tensor = fact(finding, "tensor") or "x"
        return (f"Call `tape.watch({tensor})` right after the inner tape is opened.",)
    name = fact(finding, "tensor")
    tensor = name or "x"
    named = f"`{name}`" if name else "the tensor"
    return (
        f"Call `tape.watch({tensor})` before {named} is used.",
        (
            f"If it should be trained, make it a `tf.Variable`, and pass the variable to "
            f"`tape.gradient`{f' under the name {named}' if name else ''}."
        ),
    )


def _evidence(finding: Finding) -> str:
    raised = fact(finding, "exception")
    return f"raised: {first_line(raised)}" if raised else ""


def _headline(finding: Finding) -> str:
    if fact(finding, "tape") != "inner":
        name = fact(finding, "tensor")
        # The program's own name says more than that a tensor was asked about.
        named = "" if not name or many(finding) else f"`{name}` receives"
    elif "exception" in finding.evidence:
        named = f"{names(finding.variables)} {'receive' if many(finding) else 'receives'}"
    else:
        named = ""
    return f"{named} no gradient because {_because(finding)}." if named else ""


WORDING = Wording(_because, _why, _remedies, _evidence, _headline)
