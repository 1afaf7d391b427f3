"""GH211."""

from __future__ import annotations

from tb_gradplugin.messages.flow_phrases import change, sentence
from tb_gradplugin.messages.phrases import at, called, fact, many, names
from tb_gradplugin.messages.words.wording import Wording
from tb_gradplugin.schema.findings import Finding


def _names(finding: Finding) -> str:
    several = fact(finding, "zero_variables")
    return names(several.split(", ")) if several else called(finding, "zero_variable", "")


def _because(finding: Finding) -> str:
    multiplied = "their gradients are" if many(finding) else "it is"
    verb = "are" if "zero_variables" in finding.evidence else "is"
    name = _names(finding) or "a variable"
    return f"{multiplied} multiplied by {name}, which {verb} all zero{at(finding)}"


def _why(finding: Finding) -> str:
    if "moves" in finding.evidence and finding.severity == "note":
        return "Behind a factor of zeros every gradient is zero until that factor has moved."
    return (
        "Behind a factor of zeros every gradient is zero, and units that all begin the same stay "
        "the same."
    )


def _remedies(finding: Finding) -> tuple[str, ...]:
    name = _names(finding) or "the weights"
    first = (
        f"Initialise {name}{_in_lines(finding)} with random numbers, for example `glorot_uniform` "
        f"or `he_normal`; only biases may begin at zero."
    )
    if finding.severity == "note":
        return (
            (
                f"Expected where {name} begins at zero on purpose, as the last layer of a residual "
                f"branch or of an adapter does: it shows a gradient after one step."
            ),
        )
    return (first,)


def _in_lines(finding: Finding) -> str:
    """The lines that make the variables zero, where they are known."""
    count = int(fact(finding, "zero_lines", "0")) if finding.locations else 0
    shown = [one.place for one in finding.locations[: min(count, 2)]]
    if count > len(shown):
        shown = [shown[0], f"{count - 1:,} more lines"]
    return f" in {' and '.join(shown)}" if shown else ""


def _evidence(finding: Finding) -> str:
    return sentence(change(finding))


WORDING = Wording(_because, _why, _remedies, _evidence)
