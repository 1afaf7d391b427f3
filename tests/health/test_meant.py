"""Which missing gradients are told as a note: those whose every cause is likely meant."""

import pytest

from tb_gradplugin.health.meant import with_meant
from tb_gradplugin.schema.findings import Finding
from tb_gradplugin.schema.verdicts import Limit, Verdict


def verdict(severity, *variables, rule="null", status="null") -> Verdict:
    limit = Limit("null.null_steps", 3, "steps")
    counted = (0, 29, 30, 30, {"null_steps": 30, "variables_of_model": 6}, limit, "null_steps")
    return Verdict(rule, severity, status, variables, *counted)


def finding(severity, *variables, status="null", code="GN101") -> Finding:
    return Finding(code, status, severity, "certain", variables)


@pytest.mark.parametrize(
    ("of_rule", "findings", "severity"),
    [
        (("warning", "a", "b"), [("note", "a", "b")], "note"),
        (("warning", "a", "b"), [("note", "a"), ("note", "b", "c")], "note"),
        (("warning", "a", "b"), [], "warning"),
        (("warning", "a", "b"), [("note", "a")], "warning"),
        (("warning", "a", "b"), [("note", "a", "b"), ("warning", "b")], "warning"),
        (("warning", "a", "b"), [("error", "a", "b")], "warning"),
        # As only a damaged log may say it.
        (("warning",), [("note", "a")], "warning"),
        # Nothing is trained then, whatever a part of it may be meant for.
        (("error", "a", "b"), [("note", "a", "b")], "error"),
    ],
)
def test_a_warning_is_a_note_where_every_variable_has_none_but_meant_causes(
    of_rule, findings, severity
):
    (judged,) = with_meant([verdict(*of_rule)], [finding(*each) for each in findings])
    assert (judged.severity, judged.variables) == (severity, of_rule[1:])


@pytest.mark.parametrize(
    ("code", "severity"), [("GN101", "note"), ("GN111", "note"), ("GN104", "warning")]
)
def test_only_what_the_program_says_by_an_act_is_meant(code, severity):
    (judged,) = with_meant([verdict("warning", "a")], [finding("note", "a", code=code)])
    assert judged.severity == severity
    both = [finding("note", "a"), finding("note", "a", code=code)]
    (judged,) = with_meant([verdict("warning", "a")], both)
    assert judged.severity == severity


def test_a_note_on_a_gradient_of_zero_excuses_none_that_is_missing():
    missing, zero = verdict("warning", "a"), verdict("warning", "a", rule="zero", status="zero")
    of_zero = finding("note", "a", status="zero")
    assert {each.severity for each in with_meant([missing, zero], [of_zero])} == {"warning"}
    judged = with_meant([missing, zero], [finding("note", "a")])
    assert [(each.rule, each.severity) for each in judged] == [
        ("zero", "warning"),
        ("null", "note"),
    ]
