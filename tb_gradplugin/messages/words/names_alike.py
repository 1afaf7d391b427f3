"""GN104 of what a line leaves out by a slip of the pen: it names another thing of its kind."""

from __future__ import annotations

from tb_gradplugin.messages.phrases import fact, names
from tb_gradplugin.messages.words.of_one_way import Way, if_wanted, no_op_has_read
from tb_gradplugin.schema.findings import Finding


def _read_instead(finding: Finding) -> str:
    """Where the other thing is read, and what stands beside it there."""
    where, beside = "twice", ""
    if finding.locations:
        line, other = fact(finding, "in_its_place_at"), fact(finding, "read_as_well_in")
        where = f"twice in {line}" if line == other else f"in {other} and again in {line}"
    if "goes_with_it" in finding.evidence:
        beside = f", there beside {names(fact(finding, 'goes_with_it').split(', '))}"
    alike = ""
    if "made_alike_by" in finding.evidence:
        alike = f"; both are made by `{fact(finding, 'made_alike_by')}`"
    return f"`{fact(finding, 'in_its_place')}` is read {where}{beside}{alike}"


def _of_variable(finding: Finding) -> str:
    if "argument" in finding.evidence:
        return no_op_has_read(finding, _argument(finding))
    if "used_in" in finding.evidence:
        unread = f"no line that ran reads `{fact(finding, 'unread')}`"
        return no_op_has_read(finding, f"{unread}, and {_read_instead(finding)}")
    is_told = "made_at" in finding.evidence and bool(finding.locations)
    made = f", made in {fact(finding, 'made_at')}" if is_told else ""
    unread = f"no line reads `{fact(finding, 'unread')}`{made}"
    return no_op_has_read(finding, f"{unread}, and {_read_instead(finding)}")


def _of_result(finding: Finding) -> str:
    if "argument" in finding.evidence:
        return f"{_argument(finding)}."
    computed = f", which {fact(finding, 'computed_in')} computes" if finding.locations else ""
    return f"nothing reads `{fact(finding, 'unread')}`{computed}; {_read_instead(finding)}."


def _argument(finding: Finding) -> str:
    name, function = fact(finding, "argument"), fact(finding, "argument_of")
    is_told = "given_in" in finding.evidence and bool(finding.locations)
    given = f" in {fact(finding, 'given_in')}" if is_told else ""
    is_given = f"it is given to `{function}` as `{name}`{given}"
    return f"{is_given}, which `{function}` never reads; {_read_instead(finding)}"


def _write(finding: Finding) -> str:
    unread = fact(finding, "argument" if "argument" in finding.evidence else "unread")
    other, line = fact(finding, "in_its_place"), fact(finding, "in_its_place_at")
    return if_wanted(finding, f"write `{unread}` in the place of `{other}` in {line}")


OF_VARIABLE = Way("in_its_place", _of_variable, _write)
"""No op has read it."""

OF_RESULT = Way("in_its_place", _of_result, _write)
"""Something is computed from it."""
