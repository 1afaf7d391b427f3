"""GN104 of results beside which the loss goes on from what they were computed from."""

from __future__ import annotations

from tb_gradplugin.messages.phrases import fact, in_line
from tb_gradplugin.messages.words.of_one_way import Way, first_line, if_wanted
from tb_gradplugin.schema.findings import Finding


def _left_behind(finding: Finding) -> str:
    name, made_in = fact(finding, "left_behind"), fact(finding, "computed_in")
    # An entry may be read with all others, an attribute by whoever has the object.
    is_name = name.isidentifier()
    left = f"nothing reads `{name}` behind" if is_name else f"no op uses `{name}` of"
    if "only_returned" in finding.evidence:
        left = f"nothing but a `return` reads `{name}` behind"
    return (
        f"{left} {made_in}; what comes next{in_line(finding)} goes on from an older result, from "
        f"which `{name}` was computed."
    )


def _take_newer(finding: Finding) -> str:
    name, made_in = fact(finding, "left_behind"), fact(finding, "computed_in")
    return if_wanted(finding, f"have {first_line(finding)} take `{name}`, the result of {made_in}")


def _changed_form(finding: Finding) -> str:
    name, source = fact(finding, "changed_form"), fact(finding, "changed_from")
    made = f"`{name}`, computed from `{source}`{in_line(finding, 1)}, is only returned"
    return f"{made}; `{source}` is taken as it was{in_line(finding)}."


def _take_changed(finding: Finding) -> str:
    name, source = fact(finding, "changed_form"), fact(finding, "changed_from")
    return if_wanted(finding, f"have {first_line(finding)} take `{name}` in place of `{source}`")


WAYS = (
    Way("left_behind", _left_behind, _take_newer),
    Way("changed_form", _changed_form, _take_changed),
)
