"""GN104: a variable that the loss does not depend on."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from tb_gradplugin.diagnosis import ends, only_added, op_types
from tb_gradplugin.diagnosis.case import Case
from tb_gradplugin.diagnosis.causes import (
    ended_loop,
    lost_by_argument,
    lost_by_name,
    lost_in_turns,
    name_filter,
    never_read,
    outer_name,
    read_in_its_place,
    ways_of_losing,
)
from tb_gradplugin.diagnosis.causes.facts import Claim, Facts, in_other_steps, kind_of_loss
from tb_gradplugin.diagnosis.causes.last_use import LastUse, Told
from tb_gradplugin.diagnosis.causes.lost_in_turns import Group
from tb_gradplugin.diagnosis.program import Node
from tb_gradplugin.diagnosis.text import dropped, unread

_SHOWN = frozenset({"Assert", "PrintV2", "Print", "WriteScalarSummary", "WriteSummary"})
"""Ops that use a value and compute nothing with it."""


def claims(case: Case, places: list[int]) -> list[Claim]:
    """All that is left: those never used in one group, those used by the op that they end in."""
    touched = [place for place in places if case.program.asked[place].value is not None]
    untouched = [place for place in places if place not in set(touched)]
    found = []
    groups = lost_in_turns.joined(
        [(bits, _last(nodes), nodes) for bits, nodes in ends.ended(case, case.bits(touched))],
        case.on_the_way,
    )
    claimed_bits = 0
    for group in groups:
        claimed = tuple(place for place in touched if group.bits >> place & 1)
        found.append(_of_used(case, claimed, group))
        claimed_bits |= group.bits
    found = lost_by_name.joined(lost_by_argument.joined(case, found))
    untouched += [place for place in touched if not claimed_bits >> place & 1]
    untouched.sort()
    asking = (name_filter.claims, ended_loop.claims, outer_name.claims)
    told = next(filter(None, (claims_of(case, untouched) for claims_of in asking)), [])
    behind = {place for claim in told for place in claim.places}
    left = [place for place in untouched if place not in behind]
    found += told
    slips = read_in_its_place.claims(case, left)
    behind = {place for claim in slips for place in claim.places}
    left = [place for place in left if place not in behind]
    found += slips
    found += [never_read.claim(case, group) for group in never_read.by_last_result(case, left)]
    return found


def _of_used(case: Case, places: tuple[int, ...], group: Group) -> Claim:
    """One group of such variables, by what becomes of the result of their last use."""
    use, told = _told(LastUse(case, group))
    kept = {} if told.is_slip or "unread_entries" in told.said else _left_lying(use.last)
    said = {**told.said, **kept}
    if not (kept or told.is_whole) and told.where:
        said |= dropped.by_line(told.where[0], told.where[0] not in use.own)
    if "inside_custom_gradient" in use.last.detail:
        said["inside"] = "custom gradient"
    is_slip = told.is_slip or bool(kept)
    # What looks like a slip is none that other steps of the program want.
    meant = "" if is_slip else in_other_steps(case) or only_added.why(case, group.bits, use.last)
    facts = Facts(
        "GN104",
        locations=told.where,
        evidence={
            "last_op": use.last.op_type,
            "ops_that_use_the_last": 0,
            **said,
            **kind_of_loss(case),
        },
        likely_meant=meant,
        perhaps_meant=in_other_steps(case) if is_slip and not told.is_sure else "",
        op_type=use.last.op_type,
    )
    return Claim(facts, places, use.last)


def _told(use: LastUse) -> tuple[LastUse, Told]:
    """What the rules say of the last use, or of an earlier end that all the variables have.

    What is logged of a result, such as its mean, ends last, and is as it should be; a slip that
    loses the result itself tells more.
    """
    told = ways_of_losing.told(use)
    # Of what each turn of a loop leaves behind on the same lines, one tells as much as all.
    ended = {node.locations: node for node in use.group.nodes if node.locations and _computes(node)}
    ended.pop(use.last.locations, None)
    for node in () if told.is_slip else ended.values():
        if ends.behind(use.case, node) & use.group.bits != use.group.bits:
            continue
        other = LastUse(use.case, dataclasses.replace(use.group, last=node))
        if (slip := ways_of_losing.told(other)).is_slip:
            return other, slip
    return use, told


def _left_lying(last: Node) -> dict[str, str]:
    """What the program does with a result that it takes for a part of the loss, or names."""
    return next(filter(None, map(unread.by_line, last.locations)), {})


def _last(nodes: Sequence[Node]) -> Node:
    """Of several ops in which the ways of some variables end, the one to tell of."""
    return max(nodes, key=lambda node: (_computes(node), bool(node.locations), node.index))


def _computes(node: Node) -> bool:
    return node.op_type not in _SHOWN and not op_types.writes(node.op_type)
