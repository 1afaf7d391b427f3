"""Findings of a branch that was left out beside those of a loss that is not finite."""

import pytest

from tb_gradplugin.diagnosis import spoilt_in_branch
from tb_gradplugin.schema.findings import Finding, Location
from tests.diagnosis.text import sources

PROGRAM = """
    def term(head, count, total):
        if count == 0.0:
            return total / count
        elif count < 0.0:
            share = total / (count - count)
            return share
        for _ in range(int(count)):
            total += total / (count - count)
        return head * total / count
"""
IF, FIRST, ELIF, SECOND, LOOP, TURN, LAST = 2, 3, 4, 5, 7, 8, 9


def _findings(tmp_path, condition, spoilt, status="null", severity="note", **evidence):
    file, text, _ = sources.written(tmp_path, PROGRAM)
    at = {
        number: Location(file, number, "term", text[number - 1].strip()) for number in range(1, 10)
    }
    untaken = Finding(
        "GN115",
        status,
        severity,
        "likely",
        ("head",),
        locations=(at[condition], at[LAST]),
        evidence={"severity_because": "a branch may be left out on purpose"},
    )
    loss = Finding(
        "GH216",
        "ok",
        "warning",
        "certain",
        ("trunk",),
        locations=(at[spoilt],),
        evidence=evidence or {"loss": "NaN"},
    )
    return [loss, untaken]


@pytest.mark.parametrize(
    ("condition", "spoilt"), [(IF, FIRST), (ELIF, SECOND), (IF, SECOND)], ids=str
)
def test_the_condition_tells_that_its_other_branch_spoils_the_loss(condition, spoilt, tmp_path):
    given = _findings(tmp_path, condition, spoilt)
    loss, untaken = spoilt_in_branch.led_by_condition(given)
    assert loss == given[0]
    assert (untaken.severity, untaken.evidence["spoilt_loss"]) == ("warning", "NaN")
    assert [one.line for one in untaken.locations] == [condition, spoilt, LAST]


def test_what_is_an_error_stays_one(tmp_path):
    given = _findings(tmp_path, IF, FIRST, severity="error")
    assert spoilt_in_branch.led_by_condition(given)[1].severity == "error"


@pytest.mark.parametrize(
    "given",
    [
        {"condition": IF, "spoilt": LAST},
        {"condition": ELIF, "spoilt": FIRST},
        {"condition": LOOP, "spoilt": TURN},
        {"condition": IF, "spoilt": IF},
        {"condition": IF, "spoilt": FIRST, "status": "zero"},
        {"condition": IF, "spoilt": FIRST, "zeros": 3},
    ],
    ids=str,
)
def test_a_loss_that_is_spoilt_elsewhere_is_another_matter(given, tmp_path):
    findings = _findings(tmp_path, **given)
    assert spoilt_in_branch.led_by_condition(findings) == findings
