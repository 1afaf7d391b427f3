"""Findings of a step that `fit` runs: what is trained is chosen by `trainable` there."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable

from tb_gradplugin.schema.findings import Finding


def of_fit(findings: Iterable[Finding]) -> list[Finding]:
    """The same findings, with the evidence by which a remedy speaks of `fit` and of no tape."""
    return [
        dataclasses.replace(one, evidence={**one.evidence, "trained_by": "fit"}) for one in findings
    ]
