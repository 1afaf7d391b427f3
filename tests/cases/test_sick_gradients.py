"""`explain` names the one cause of a sick or wrong gradient, and is quiet on sound ones."""

import functools

import keras
import pytest

import tb_gradplugin as tbg
from tb_gradplugin.capture import gradient_check
from tb_gradplugin.schema import codes
from tests.cases.sick_gradients import (  # noqa: F401  They fill the list.
    flat,
    limits,
    nothing,
    poles,
    sizes,
    slopes,
    sound,
    wrong,
)
from tests.cases.sick_gradients.case import CASES

LAST_RESORTS = {"GH203", "GH204", "GH299"}
"""What is said where no closer cause is known."""
OF_A_RECORDING = {"GH205", "GH206"}
"""Told from many steps, of which an explanation sees one."""


def by_name(note):
    chosen = [case for case in CASES if case.note == note]
    return pytest.mark.parametrize("case", chosen, ids=[case.name for case in chosen])


@functools.cache
def report(case):
    keras.utils.set_random_seed(1)
    loss_fn, variables = case.make()
    return tbg.explain(loss_fn, variables, verify=case.verify)


@pytest.fixture(autouse=True)
def patient(monkeypatch):
    """On a busy machine a comparison may take longer than users are to wait for it."""
    monkeypatch.setattr(gradient_check, "_SECONDS_OF_ONE", 120.0)
    monkeypatch.setattr(gradient_check, "_SECONDS", {"custom": 300.0, "all": 300.0})


@by_name(note=False)
@pytest.mark.filterwarnings("ignore:You are using a softmax over axis -1")
def test_the_one_cause_is_named_with_a_line_of_the_program(case):
    found = report(case)
    assert [finding.code for finding in found.findings] == [case.code], str(found)
    assert found.findings[0].severity in ("error", "warning")
    assert "sick_gradients" in found.findings[0].locations[0].file


@by_name(note=False)
@pytest.mark.filterwarnings("ignore:You are using a softmax over axis -1")
def test_every_sick_variable_is_in_a_finding(case):
    found = report(case)
    sick = {name for name, status in found.statuses.items() if status != "ok"}
    told = {name for finding in found.findings for name in finding.variables}
    assert sick
    assert sick <= told


@pytest.mark.parametrize("name", ["slope_of_absolute_values", "bend_of_absolute_values"])
def test_a_slope_that_is_flat_is_led_by_the_line_of_what_it_is_of(name):
    finding = report(next(case for case in CASES if case.name == name)).findings[0]
    assert "tf.abs" in finding.locations[0].source


@by_name(note=True)
def test_of_a_sound_program_nothing_but_notes_is_said(case):
    assert {finding.severity for finding in report(case).findings} <= {"note"}


@by_name(note=True)
def test_a_comparison_is_noted_where_it_was_not_made_or_differs_on_purpose(case):
    compared = {f.code for f in report(case).findings if f.code.startswith("GC")}
    assert compared == ({case.code} if case.code.startswith("GC") else set())


def test_every_cause_of_a_sick_or_wrong_gradient_has_a_case():
    wanted = {code for code in codes.NAMES if code.startswith(("GH", "GC"))}
    given = {case.code for case in CASES}
    assert wanted - given <= LAST_RESORTS | OF_A_RECORDING
