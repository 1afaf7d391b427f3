"""How grave a finding is, and what says so."""

from __future__ import annotations

from collections.abc import Sequence

from tb_gradplugin.diagnosis.case import Case
from tb_gradplugin.diagnosis.causes.facts import Facts


def severity_of(case: Case, facts: Facts, places: Sequence[int]) -> tuple[str, str]:
    """The severity, and the reason for it.

    Error where nothing that was asked about gets a gradient, or where a variable that the loss
    depends on is cut off; note where the cause looks meant and other variables do get one;
    warning where it may be meant and rather looks forgotten.

    Args:
      case: the evaluation.
      facts: the cause.
      places: of the variables that it explains.
    """
    if facts.likely_meant:
        return "note", facts.likely_meant
    if not case.any_gradient:
        return "error", "nothing that was asked about receives a gradient"
    if places and all(case.program.asked[place].is_frozen for place in places):
        return "note", "the program sets `trainable = False` on this part"
    if facts.perhaps_meant:
        return "warning", facts.perhaps_meant
    return "error", ""
