"""GN104."""

from __future__ import annotations

from tb_gradplugin.messages.phrases import at, fact, it, its, leave_out, op
from tb_gradplugin.messages.words import lost_results, named_variables, unread_variables
from tb_gradplugin.messages.words.of_one_way import Way, first_line, use_it
from tb_gradplugin.messages.words.wording import Wording
from tb_gradplugin.schema.findings import Finding

_OF_UNREAD = (*unread_variables.WAYS, *named_variables.WAYS)


def _way(finding: Finding) -> Way | None:
    """The way by which it came about; None where nothing tells of one."""
    ways = lost_results.WAYS if "last_op" in finding.evidence else _OF_UNREAD
    return next((way for way in ways if way.key in finding.evidence), None)


def _because(finding: Finding) -> str:
    if fact(finding, "loss_kind") == "NoneType":
        return f"the loss function returned None and no loss{at(finding)}"
    if "only_shape_used_by" in finding.evidence:
        read_in = fact(finding, "shape_read_in")
        return (
            f"the loss depends on {its(finding)} shape, which "
            f"{op(fact(finding, 'only_shape_used_by'))} reads, and not on {its(finding)} "
            f"value{f' ({read_in})' if read_in else at(finding)}"
        )
    if "apart_from" in finding.evidence:
        return f"the loss does not depend on {it(finding)}: no data meets a variable on its way"
    if "last_op" in finding.evidence:
        made = {"made_in", "computed_in"} & finding.evidence.keys()
        where = f" ({fact(finding, made.pop())})" if made else at(finding)
        if "argument" in finding.evidence and "given_in" not in finding.evidence:
            where = ""
        last = f"; last used by {op(fact(finding, 'last_op'))}{where}"
        if "lost_as_well" in finding.evidence:
            last += f" or in {lost_results.lost_as_well(finding, 'or')}"
        return f"the loss does not depend on {it(finding)}{last}"
    return f"the loss is computed without using {it(finding)}"


def _why(finding: Finding) -> str:
    if fact(finding, "loss_kind") == "NoneType":
        return "A gradient is taken of a tensor; without one there is nothing to differentiate."
    return "A gradient exists only for what the loss was computed from."


def _remedies(finding: Finding) -> tuple[str, ...]:
    if fact(finding, "loss_kind") == "NoneType":
        return ("End the loss function with `return loss` on every way through it.",)
    # A finding that was recorded without source has no lines.
    way = _way(finding) if finding.locations else None
    first = way.remedy(finding) if way is not None else use_it(finding)
    if way is not None and way.key == "name_test":
        where = first_line(finding)
        second = f"If not, have {where} test how a name begins, such as with `startswith`."
        return (first, second)
    if way is not None and way.key in ("unkept_by", "apart_from"):
        return (first,)
    return (first, f"If not, {leave_out(finding)}.")


def _evidence(finding: Finding) -> str:
    way = _way(finding)
    return way.seen(finding) if way is not None else ""


WORDING = Wording(_because, _why, _remedies, _evidence)
