"""Every code has a page, and what the page shows is so: its programs run in TensorFlow."""

import functools
import re
import subprocess
import sys

import numpy as np
import pytest
import tensorflow as tf

import tb_gradplugin as tbg
from tb_gradplugin.messages import page
from tb_gradplugin.schema import codes
from tests.cases import loading

FAILING, REPAIR = "A failing program", "The repair"

RAISES = {"GN109": LookupError, "GN119": RuntimeError}
"""What the failing program raises, where it does not just give a sick gradient."""

_CODES_BY_STATUS = {
    "null": [code for code in codes.NAMES if code.startswith("GN")],
    "vanishing": ["GH201", "GH226", "GH227"],
    "exploding": ["GH202", "GH224", "GH225"],
    "nonfinite": ["GH203", *(f"GH{number}" for number in (*range(216, 224), 299))],
    "zero": ["GH204", *(f"GH{number}" for number in range(207, 216)), "GH228", "GH229"],
    "wrong": ["GC301", "GC302", "GC303", "GC304"],
    "ok": ["GC305", "GC306"],
}
STATUS = {code: status for status, chosen in _CODES_BY_STATUS.items() for code in chosen}
"""Of a gradient in the failing program of each page, by code."""

NOTES = ("GH228", "GC305", "GC306")
WARNINGS = ("GH201", "GH202", "GH213", "GH224", "GH225", "GH226", "GH227")

OF_TENSORFLOW = ("null", "nonfinite", "zero", "exploding", "vanishing", "ok")
"""Statuses that the gradients of a `tf.GradientTape` show by themselves."""

every_code = pytest.mark.parametrize("code", codes.NAMES)
every_page = pytest.mark.parametrize("code", codes.ALL)
every_course = pytest.mark.parametrize("code", codes.OF_COURSES)
"""Codes of recorded verdicts: their programs are trainings with a log."""


def _run(folder, code, heading):
    path = folder / f"{code}_{heading.split()[-1]}.py"
    path.write_text(page.program(code, heading), encoding="utf-8")
    module = loading.load(path)
    return module.loss_fn, list(module.variables)


@pytest.fixture
def run(tmp_path):
    """Runs a program of a page from a file of its own; returns its loss function and variables."""
    return functools.partial(_run, tmp_path)


@pytest.fixture(scope="module")
def failing_report(tmp_path_factory):
    """What `explain` says of the failing program of a page; each is asked about once."""
    folder = tmp_path_factory.mktemp("pages")

    @functools.cache
    def of(code):
        return tbg.explain(*_run(folder, code, FAILING), verify=verify(code))

    return of


def verify(code):
    """Gradients of TensorFlow's own are compared on request."""
    return "all" if code == "GC304" else "custom"


def numbers(gradient):
    return np.asarray(tf.convert_to_tensor(gradient), np.float64)


def statuses(gradients):
    """Of the gradients of one program, from NumPy in float64."""
    found = [loading.status(gradient) for gradient in gradients]
    norms = [
        np.linalg.norm(numbers(gradient)) if status == "ok" else 0.0
        for gradient, status in zip(gradients, found, strict=True)
    ]
    for place, norm in enumerate(norms):
        if norm > 1e4:
            found[place] = "exploding"
        elif 0 < norm < 1e-9 * max(norms):
            found[place] = "vanishing"
    return found


def test_every_code_has_a_page_and_every_page_a_code(repository):
    folder = repository / "tb_gradplugin" / "messages" / "pages"
    assert {path.name for path in folder.iterdir()} == {f"{code}.md" for code in codes.ALL}


def test_a_code_that_does_not_exist_is_a_key_error_that_names_those_which_do():
    with pytest.raises(KeyError, match=r"GN101, GN102, .* Received: code='GN999'"):
        page.page("GN999")


def test_a_heading_that_does_not_exist_is_a_value_error_that_names_those_which_do():
    with pytest.raises(ValueError, match=r"What happens, Why, .* Received: heading='Causes'"):
        page.section("GN101", "Causes")


def test_a_section_without_a_program_is_a_value_error():
    with pytest.raises(ValueError, match="GN101 must have one Python program under 'Why'"):
        page.program("GN101", "Why")


@every_page
def test_a_page_has_its_title_and_its_headings_in_order(code):
    text = page.page(code)
    prose = re.sub(r"```.*?```", "", text, flags=re.DOTALL)
    assert re.findall(r"^# (.*)$", prose, re.MULTILINE) == [f"{code} {codes.ALL[code]}"]
    assert tuple(re.findall(r"^## (.*)$", prose, re.MULTILINE)) == page.HEADINGS
    assert all(page.section(code, heading) for heading in page.HEADINGS)
    assert text.endswith("\n")
    assert "\n\n\n\n" not in text


@every_page
def test_the_summary_is_one_full_sentence(code):
    assert re.fullmatch(r"[A-Z`][^.]*(?:\.\w[^.]*)*\.", page.sentence(code))


@every_page
def test_a_page_fits_every_terminal(code):
    text = page.page(code)
    assert text.isascii()
    assert max(map(len, text.splitlines())) <= 88


@every_page
def test_a_page_has_no_word_that_blames(code):
    assert not re.search(r"\byou forgot|\bbad\b|\billegal\b|!$", page.page(code), re.MULTILINE)


@every_page
def test_related_codes_are_other_codes_by_their_right_name(code):
    related = re.findall(r"^- (\w+) (\S+): ", page.section(code, "Related codes"), re.MULTILINE)
    lines = page.section(code, "Related codes").splitlines()
    assert len(related) == sum(line.startswith("- ") for line in lines) > 0
    assert all(codes.ALL[other] == name and other != code for other, name in related)


@pytest.mark.parametrize(
    "code", [code for code in codes.NAMES if STATUS[code] in OF_TENSORFLOW and code not in RAISES]
)
def test_the_failing_program_gives_a_gradient_that_is_sick_in_the_way_of_its_page(code, run):
    assert STATUS[code] in statuses(loading.gradients(*run(code, FAILING)))


@pytest.mark.parametrize(("code", "error"), RAISES.items())
def test_the_failing_program_raises_what_the_page_says(code, error, run):
    assert f"`{error.__name__}`" in page.section(code, FAILING)
    with pytest.raises(error):
        loading.gradients(*run(code, FAILING))


@every_code
def test_the_repaired_program_gives_every_variable_a_sound_gradient(code, run):
    loss_fn, variables = run(code, REPAIR)
    given = loading.gradients(loss_fn, variables)
    assert statuses(given) == ["ok"] * len(variables)
    assert variables


@every_code
def test_explain_finds_the_code_of_the_page_in_its_failing_program(code, failing_report):
    report = failing_report(code)
    assert [finding.code for finding in report.findings] == [code]
    assert STATUS[code] in report.statuses.values()


@pytest.mark.parametrize("code", [code for code in codes.NAMES if not code.startswith("GN")])
def test_a_note_is_what_may_stay_and_a_warning_what_still_learns(code, failing_report):
    severity = "note" if code in NOTES else "warning" if code in WARNINGS else "error"
    assert [finding.severity for finding in failing_report(code).findings] == [severity]


@every_code
def test_explain_finds_nothing_in_the_repaired_program(code, run):
    report = tbg.explain(*run(code, REPAIR), verify=verify(code))
    assert set(report.statuses.values()) == {"ok"}
    assert [finding for finding in report.findings if finding.severity != "note"] == []


@every_code
def test_explain_names_a_line_of_the_failing_program(code, failing_report):
    lines = [line.strip() for line in page.program(code, FAILING).splitlines()]
    assert failing_report(code).findings[0].locations[0].source in lines


def recorded(folder, code, heading):
    """What a training of a page said when it ended, and its log."""
    path = folder / "train.py"
    path.write_text(page.program(code, heading), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, path.name], cwd=folder, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stderr, tbg.read(folder / "logs" / codes.OF_COURSES[code])


@every_course
def test_the_rules_find_the_code_of_the_page_in_its_failing_training(code, tmp_path):
    said, log = recorded(tmp_path, code, FAILING)
    (verdict,) = log.verdicts
    assert (verdict.code, verdict.rule) == (code, codes.OF_COURSES[code])
    assert f"{code} {codes.OF_COURSES[code]} \u00b7 {verdict.severity}" in said


@every_course
def test_the_rules_find_nothing_in_the_repaired_training(code, tmp_path):
    said, log = recorded(tmp_path, code, REPAIR)
    assert log.verdicts == ()
    assert codes.OF_COURSES[code] not in said


def test_programs_are_laid_out_as_the_formatter_would(tmp_path, repository):
    for code in codes.ALL:
        for heading in (FAILING, REPAIR):
            path = tmp_path / f"{code}_{heading.split()[-1]}.py"
            path.write_text(page.program(code, heading), encoding="utf-8")
    options = ("--check", "--no-cache", "--config", repository / "pyproject.toml")
    done = subprocess.run(
        [sys.executable, "-m", "ruff", "format", *options, tmp_path],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
