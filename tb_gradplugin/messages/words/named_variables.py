"""GN104 of variables that no op has read, where a line of the program names them."""

from __future__ import annotations

from tb_gradplugin.messages.phrases import fact, in_line, it, names
from tb_gradplugin.messages.words.of_one_way import (
    Way,
    first_line,
    if_wanted,
    no_op_has_read,
    use_it,
)
from tb_gradplugin.schema.findings import Finding

_UNSEEN = "no function that the loss comes to was seen to use it"


def _name(finding: Finding) -> str:
    return f"`{fact(finding, 'named')}`"


def _ignored_argument(finding: Finding) -> str:
    name, function = fact(finding, "ignored_argument"), f"`{fact(finding, 'argument_of')}`"
    given = f"{fact(finding, 'given_in')} gives what holds {it(finding)} to {function} as `{name}`"
    return no_op_has_read(finding, f"{given}, which {function} never reads")


def _default_taken(finding: Finding) -> str:
    function, name = f"`{fact(finding, 'default_of')}`", fact(finding, "parameter")
    call = f"the call of {function}{in_line(finding)}"
    return no_op_has_read(
        finding, f"{call} leaves `{name}` to its default, and nothing reads {_name(finding)}"
    )


def _pass_it(finding: Finding) -> str:
    passed = f"`{fact(finding, 'parameter')}={fact(finding, 'named')}`"
    return if_wanted(finding, f"pass {passed} in {first_line(finding)}")


def _compute_with_argument(finding: Finding) -> str:
    name, function = fact(finding, "ignored_argument"), fact(finding, "argument_of")
    return if_wanted(finding, f"compute with `{name}` in `{function}` ({first_line(finding)})")


def _overridden(finding: Finding) -> str:
    named_in = f" in {fact(finding, 'named_in')}" if "named_in" in finding.evidence else ""
    method = "the method of a derived class that takes the place of that one"
    uses = f"the program uses {_name(finding)}{named_in}"
    return no_op_has_read(finding, f"{uses}, and what runs is {method}{in_line(finding)}")


def _call_overridden(finding: Finding) -> str:
    return _call_super(finding, fact(finding, "overridden"))


def _left_out_by(finding: Finding) -> str:
    method, name = fact(finding, "left_out_by"), _name(finding)
    derived = f"`{method}` of the class derived from it{in_line(finding)}"
    return no_op_has_read(
        finding,
        f"{name} is made by the class of a library, and {derived} uses neither {name} nor "
        f"`super().{method}`",
    )


def _call_left_out(finding: Finding) -> str:
    return _call_super(finding, fact(finding, "left_out_by"))


def _call_super(finding: Finding, method: str) -> str:
    change = f"call `super().{method}` in {first_line(finding)}"
    return if_wanted(finding, f"{change}, or use {it(finding)} there")


def _passes_by(finding: Finding) -> str:
    takes = f"takes `{fact(finding, 'takes')}` of what it is given"
    method = f"the method that reads {_name(finding)}{in_line(finding)} {takes}"
    return no_op_has_read(finding, f"{method}, and not `{fact(finding, 'passes_by')}`")


def _take_entry(finding: Finding) -> str:
    entry = f"`{fact(finding, 'passes_by')}` in place of {_name(finding)}"
    return if_wanted(finding, f"take {entry} in {first_line(finding)}")


def _set_on_other(finding: Finding) -> str:
    attribute = fact(finding, "named").rpartition(".")[2]
    is_set = f"{_name(finding)} is set{in_line(finding)}"
    return no_op_has_read(finding, f"{is_set}, and nothing in the program reads `{attribute}`")


def _compute_with_set(finding: Finding) -> str:
    return if_wanted(finding, f"compute with what {first_line(finding)} sets")


def _unused_in(finding: Finding) -> str:
    is_set = f"{_name(finding)}, which holds {it(finding)}, is set in {fact(finding, 'set_in')}"
    method = fact(finding, "unused_in")
    return no_op_has_read(finding, f"{is_set} and not used by `{method}`, which ran")


def _use_in_method(finding: Finding) -> str:
    return if_wanted(finding, f"use {_name(finding)} in {fact(finding, 'unused_at')}")


def _never_called(finding: Finding) -> str:
    method = f"`{fact(finding, 'never_called')}`"
    uses = f"the program uses {_name(finding)} in {fact(finding, 'named_in')} in {method}"
    return no_op_has_read(
        finding, f"{uses}, which the loss does not call, though it calls the object that has it"
    )


def _call_method(finding: Finding) -> str:
    method = f"`{fact(finding, 'never_called')}`"
    return if_wanted(finding, f"have {first_line(finding)} compute with the result of {method} too")


def _own_loss(finding: Finding) -> str:
    loss, other = f"`{fact(finding, 'own_loss')}`", f"`{fact(finding, 'computes_with')}`"
    holds = f"{_name(finding)}, which holds {it(finding)}"
    return no_op_has_read(finding, f"{loss} uses {other}{in_line(finding)}, and nothing of {holds}")


def _compute_with_own(finding: Finding) -> str:
    other = f"`{fact(finding, 'computes_with')}`"
    change = f"have {first_line(finding)} give {other} what {_name(finding)} computes"
    return if_wanted(finding, f"{change} in the loss, in place of what it takes now")


def _unnamed_method(finding: Finding) -> str:
    method = f"`{fact(finding, 'unnamed_method')}`"
    used = names(fact(finding, "named").split(", "))
    uses = f"{method}{in_line(finding)} is all that uses {used}, and nothing calls it"
    if "alike" not in finding.evidence:
        return no_op_has_read(finding, uses)
    alike, cls = fact(finding, "alike"), fact(finding, "alike_of")
    derived = f"its class is derived from `{cls}`, whose method has the name `{alike}`"
    return no_op_has_read(finding, f"{uses}; {derived}")


def _call_unnamed(finding: Finding) -> str:
    method = f"`{fact(finding, 'unnamed_method')}`"
    if "alike" not in finding.evidence:
        return if_wanted(finding, f"call {method} of {first_line(finding)} for the loss")
    change = f"give {method} in {first_line(finding)} the name `{fact(finding, 'alike')}`"
    return if_wanted(
        finding, f"{change}, so that it takes the place of the one of `{fact(finding, 'alike_of')}`"
    )


def _part_alone(finding: Finding) -> str:
    part = f"`{fact(finding, 'part_alone')}`{in_line(finding)}"
    return no_op_has_read(
        finding, f"of {_name(finding)} the program takes {part}, and nothing else"
    )


def _use_whole(finding: Finding) -> str:
    whole = f"call or use the whole of {_name(finding)} in {first_line(finding)}"
    return if_wanted(finding, f"{whole}, not `{fact(finding, 'part_alone')}` alone")


def _named_in(finding: Finding) -> str:
    uses = f"the program uses {_name(finding)} in {fact(finding, 'named_in')}"
    other = f"it takes another part of the same object{in_line(finding)}"
    return no_op_has_read(finding, f"{uses}, to which the loss does not come; {other}")


def _call_whole(finding: Finding) -> str:
    return if_wanted(finding, f"have {first_line(finding)} call the whole object, not a part of it")


def _named(finding: Finding) -> str:
    """The line that uses it, or the one that makes it."""
    name, where = _name(finding), in_line(finding)
    if _is_use(finding):
        return no_op_has_read(finding, f"the program uses {name}{where}")
    if "filled_in" in finding.evidence:
        put = f"put into it in {fact(finding, 'filled_in')}"
        return no_op_has_read(finding, f"what {name} holds is made{where} and {put}, and {_UNSEEN}")
    used = ""
    if "built_with" in finding.evidence:
        used = f" and used in {fact(finding, 'built_with')}"
    return no_op_has_read(finding, f"{name} is made{where}{used}, and {_UNSEEN}")


def _is_use(finding: Finding) -> bool:
    return fact(finding, "named_how") == "use"


def _see_whether_it_runs(finding: Finding) -> str:
    if not _is_use(finding):
        return use_it(finding)
    change = f"see whether {first_line(finding)} runs, and with the object that is meant"
    return if_wanted(finding, change)


WAYS: tuple[Way, ...] = (
    Way("default_of", _default_taken, _pass_it),
    Way("ignored_argument", _ignored_argument, _compute_with_argument),
    Way("overridden", _overridden, _call_overridden),
    Way("left_out_by", _left_out_by, _call_left_out),
    Way("passes_by", _passes_by, _take_entry),
    Way("set_on_other", _set_on_other, _compute_with_set),
    Way("unused_in", _unused_in, _use_in_method),
    Way("own_loss", _own_loss, _compute_with_own),
    Way("unnamed_method", _unnamed_method, _call_unnamed),
    Way("never_called", _never_called, _call_method),
    Way("part_alone", _part_alone, _use_whole),
    Way("named_in", _named_in, _call_whole),
    Way("named", _named, _see_whether_it_runs),
)
"""The first whose evidence is there."""
