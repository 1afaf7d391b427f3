"""Branches that were left out for one that makes the loss NaN or infinite: one cause of both."""

from __future__ import annotations

import ast
import dataclasses
from collections.abc import Sequence

from tb_gradplugin.diagnosis.text import later_uses, syntax
from tb_gradplugin.schema.findings import SEVERITIES, Finding, Location

_UNTAKEN = "GN115"
_NOTE = SEVERITIES[-1]
_DOUBT = "a branch may be left out on purpose, though hardly for one that spoils the loss"


def led_by_condition(findings: Sequence[Finding]) -> list[Finding]:
    """Has what a branch leaves without a gradient tell that another one spoils the loss instead.

    Args:
      findings: of the gradients that are missing, and of those that are there, of one loss.

    Returns:
      The same, where those of such a condition are warnings: with it the loss is mended too.
    """
    spoiling = [one for one in findings if "loss" in one.evidence and one.status == "ok"]
    return [_with_spoilt(each, spoiling) for each in findings]


def _with_spoilt(finding: Finding, spoiling: Sequence[Finding]) -> Finding:
    condition = finding.locations[0] if finding.locations else None
    if finding.code != _UNTAKEN or finding.status != "null" or condition is None:
        return finding
    blocks = _blocks(condition)
    for one in spoiling:
        line = one.locations[0] if one.locations else None
        if line is None or line.file != condition.file:
            continue
        if not any(syntax.spans(each, line.line) for each in blocks):
            continue
        evidence = {
            **finding.evidence,
            "spoilt_loss": str(one.evidence["loss"]),
            "spoilt_in": line.place,
        }
        is_note = finding.severity == _NOTE
        if is_note:
            evidence["severity_because"] = _DOUBT
        others = [each for each in finding.locations[1:] if each != line]
        return dataclasses.replace(
            finding,
            severity="warning" if is_note else finding.severity,
            locations=(condition, line, *others),
            evidence=evidence,
        )
    return finding


def _blocks(condition: Location) -> list[ast.stmt]:
    """The statements of both branches of the `if` that asks on a line."""
    function = later_uses.function_at(condition)
    own = syntax.own_nodes(function.body) if function is not None else ()
    return [
        each
        for node in own
        if isinstance(node, ast.If) and syntax.spans(node.test, condition.line)
        for each in (*node.body, *node.orelse)
        if each.lineno > (node.test.end_lineno or node.test.lineno)
    ]
