"""Whatever stands in a log has words."""

import pytest

from tb_gradplugin.messages import explanation
from tb_gradplugin.messages.recorded_words import words_of
from tb_gradplugin.schema import codes
from tb_gradplugin.schema.finding_encoding import decode_findings, encode_findings
from tb_gradplugin.schema.findings import Finding, Location
from tb_gradplugin.schema.records import SeenFinding
from tests.messages.specimens import SPECIMENS


@pytest.mark.parametrize("code", codes.NAMES)
def test_each_code_has_the_words_of_its_explanation(code):
    finding = Finding(code, "null", "error", "certain", ("a", "b"))
    words = words_of(finding)
    assert words.headline == explanation.headline(finding)
    assert words.text == explanation.text(finding)
    assert all(words.remedies)
    text = " ".join(words.text.split())
    for said in (words.why, words.evidence, *words.remedies):
        assert " ".join(said.split()) in text


@pytest.mark.parametrize("specimen", SPECIMENS.values(), ids=SPECIMENS)
def test_what_the_log_gives_back_of_a_finding_reads_as_before(specimen):
    (seen,) = decode_findings(encode_findings([SeenFinding(specimen, 3)]))
    assert seen.finding == specimen
    assert words_of(seen.finding).text == explanation.text(specimen)


def test_why_it_may_be_meant_is_said_of_what_is_no_error():
    evidence = {"severity_because": "the head is not trained here"}
    note = Finding("GN104", "null", "note", "likely", ("a",), evidence=evidence)
    assert words_of(note).note == "Likely meant: the head is not trained here."
    assert "Likely meant: the head is not trained here." in words_of(note).text
    error = Finding("GN104", "null", "error", "likely", ("a",), evidence=evidence)
    assert words_of(error).note == ""


@pytest.mark.parametrize("variables", [(), ("a",), ("a", "b", "c", "d", "e")])
def test_of_an_unknown_code_all_that_is_known_is_said(variables):
    place = Location("train.py", 48, "f")
    words = words_of(Finding("GN777", "odd", "grave", "guessed", variables, locations=(place,)))
    for part in ("`GN777`", "odd", *(f"`{name}`" for name in variables[:3])):
        assert part in words.headline
    assert words.text.startswith("GN777 \u00b7 guessed\n")
    assert "train.py:48" in words.text
    assert "pip install --upgrade tb-gradplugin" in words.remedies[0]
    assert words.remedies[0].replace("`", "") in " ".join(words.text.split()).replace("`", "")


def test_facts_that_do_not_fit_their_code_are_no_hindrance():
    evidence = {"hidden_frames": "many"}
    words = words_of(Finding("GN101", "null", "error", "certain", ("a",), evidence=evidence))
    assert "`GN101`" in words.headline
