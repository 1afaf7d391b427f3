"""Every code has a page, and what the page shows is so: its programs run in TensorFlow."""

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
"""What the failing program raises, where it does not just give a None."""


@pytest.fixture
def run(tmp_path):
    """Runs a program of a page from a file of its own; returns its loss function and variables."""

    def of(code, heading):
        path = tmp_path / f"{code}_{heading.split()[-1]}.py"
        path.write_text(page.program(code, heading), encoding="utf-8")
        module = loading.load(path)
        return module.loss_fn, list(module.variables)

    return of


def numbers(gradient):
    return np.asarray(tf.convert_to_tensor(gradient))


def test_every_code_has_a_page_and_every_page_a_code(repository):
    folder = repository / "tb_gradplugin" / "messages" / "pages"
    assert {path.name for path in folder.iterdir()} == {f"{code}.md" for code in codes.NAMES}


def test_a_code_that_does_not_exist_is_a_key_error_that_names_those_which_do():
    with pytest.raises(KeyError, match=r"GN101, GN102, .* Received: code='GN999'"):
        page.page("GN999")


def test_a_heading_that_does_not_exist_is_a_value_error_that_names_those_which_do():
    with pytest.raises(ValueError, match=r"What happens, Why, .* Received: heading='Causes'"):
        page.section("GN101", "Causes")


def test_a_section_without_a_program_is_a_value_error():
    with pytest.raises(ValueError, match="GN101 must have one Python program under 'Why'"):
        page.program("GN101", "Why")


@pytest.mark.parametrize("code", codes.NAMES)
def test_a_page_has_its_title_and_its_headings_in_order(code):
    text = page.page(code)
    prose = re.sub(r"```.*?```", "", text, flags=re.DOTALL)
    assert re.findall(r"^# (.*)$", prose, re.MULTILINE) == [f"{code} {codes.NAMES[code]}"]
    assert tuple(re.findall(r"^## (.*)$", prose, re.MULTILINE)) == page.HEADINGS
    assert all(page.section(code, heading) for heading in page.HEADINGS)
    assert text.endswith("\n")
    assert "\n\n\n\n" not in text


@pytest.mark.parametrize("code", codes.NAMES)
def test_the_summary_is_one_full_sentence(code):
    assert re.fullmatch(r"[A-Z`][^.]*(?:\.\w[^.]*)*\.", page.sentence(code))


@pytest.mark.parametrize("code", codes.NAMES)
def test_a_page_fits_every_terminal(code):
    text = page.page(code)
    assert text.isascii()
    assert max(map(len, text.splitlines())) <= 88


@pytest.mark.parametrize("code", codes.NAMES)
def test_a_page_has_no_word_that_blames(code):
    assert not re.search(r"\byou forgot|\bbad\b|\billegal\b|!$", page.page(code), re.MULTILINE)


@pytest.mark.parametrize("code", codes.NAMES)
def test_related_codes_are_other_codes_by_their_right_name(code):
    related = re.findall(r"^- (\w+) (\S+): ", page.section(code, "Related codes"), re.MULTILINE)
    lines = page.section(code, "Related codes").splitlines()
    assert len(related) == sum(line.startswith("- ") for line in lines) > 0
    assert all(codes.NAMES[other] == name and other != code for other, name in related)


@pytest.mark.parametrize("code", [code for code in codes.NAMES if code not in RAISES])
def test_the_failing_program_gives_a_gradient_of_none(code, run):
    assert None in loading.gradients(*run(code, FAILING))


@pytest.mark.parametrize(("code", "error"), RAISES.items())
def test_the_failing_program_raises_what_the_page_says(code, error, run):
    assert f"`{error.__name__}`" in page.section(code, FAILING)
    with pytest.raises(error):
        loading.gradients(*run(code, FAILING))


@pytest.mark.parametrize("code", codes.NAMES)
def test_the_repaired_program_gives_every_variable_a_gradient(code, run):
    loss_fn, variables = run(code, REPAIR)
    given = loading.gradients(loss_fn, variables)
    assert len(given) == len(variables) > 0
    assert all(gradient is not None for gradient in given)
    assert all(np.isfinite(numbers(gradient)).all() for gradient in given)
    assert all(numbers(gradient).any() for gradient in given)


@pytest.mark.parametrize("code", codes.NAMES)
def test_explain_finds_the_code_of_the_page_in_its_failing_program(code, run):
    report = tbg.explain(*run(code, FAILING))
    assert [finding.code for finding in report.findings][:1] == [code]
    assert len(report.findings) == 1
    assert {"null"} <= set(report.statuses.values())


@pytest.mark.parametrize("code", codes.NAMES)
def test_explain_finds_nothing_in_the_repaired_program(code, run):
    report = tbg.explain(*run(code, REPAIR))
    assert "null" not in report.statuses.values()
    assert [finding for finding in report.findings if finding.severity != "note"] == []


@pytest.mark.parametrize("code", codes.NAMES)
def test_explain_names_a_line_of_the_failing_program(code, run):
    report = tbg.explain(*run(code, FAILING))
    lines = [line.strip() for line in page.program(code, FAILING).splitlines()]
    assert report.findings[0].locations[0].source in lines


def test_programs_are_laid_out_as_the_formatter_would(tmp_path, repository):
    for code in codes.NAMES:
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
