"""What the README and its page on verdicts show is what a training and the command say."""

import json
import os
import pathlib
import re
import subprocess
import sys
import xml.etree.ElementTree as ElementTree

import pytest

from tb_gradplugin.cli.check import FORMATS
from tb_gradplugin.schema.verdicts import RULES
from tests.cli.check_logs import run as check

HEADING = "### What is unhealthy, and since when"
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?(?:e[-+]\d+)?")


@pytest.fixture(scope="module")
def section(repository):
    """That part of the README."""
    text = (repository / "README.md").read_text(encoding="utf-8").partition(HEADING)[2]
    return text.partition("\n### ")[0]


@pytest.fixture(scope="module")
def page(repository):
    """docs/verdicts.md."""
    return (repository / "docs" / "verdicts.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def trained(section, tmp_path_factory) -> tuple[pathlib.Path, str]:
    """The program of the README has run here, and said this."""
    folder = tmp_path_factory.mktemp("project")
    (program,) = blocks(section, "python")
    # Rows are judged when they are written, which a clock decides: here all of them at the end.
    program = program.replace('f"logs/{name}")', 'f"logs/{name}", flush_seconds=3600)')
    assert "flush_seconds" in program
    (folder / "train.py").write_text(program, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "train.py"],
        cwd=folder,
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return folder, done.stderr


def blocks(text: str, kind: str) -> list[str]:
    """The code blocks of one kind."""
    found = re.findall(r"^```(\w*)\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)
    return [content for of_kind, content in found if of_kind == kind]


def commands(text: str) -> list[list[str]]:
    """What stands behind `tb-gradplugin check` in each command."""
    found = re.findall(r"^(?:- run: )?tb-gradplugin check (.*)$", text, re.MULTILINE)
    return [line.split() for line in found]


def same_but_for_rounding(shown: str, said: str) -> bool:
    """Whether two texts have the same words in their order, and about the same numbers."""
    numbers = [[float(n.replace(",", "")) for n in _NUMBER.findall(t)] for t in (shown, said)]
    words = [_NUMBER.sub("#", text).split() for text in (shown, said)]
    return words[0] == words[1] and numbers[0] == pytest.approx(numbers[1], rel=0.2)


def test_a_training_warns_as_the_readme_shows(section, trained):
    warning = blocks(section, "")[0]
    (said,) = re.findall(
        r"GradientHealthWarning: (tb_gradplugin: .*?)\n  model\.fit\(", trained[1], re.DOTALL
    )
    warning, said = (re.sub(r"to step \d+", "to step 1", text) for text in (warning, said))
    assert same_but_for_rounding(warning, said)


def test_the_command_prints_what_the_readme_shows(section, trained):
    (asked,) = [each for each in commands(section) if each == ["logs"]]
    done = check(*asked, folder=trained[0])
    assert same_but_for_rounding(blocks(section, "")[1], done.stdout)
    assert done.returncode == 1


def test_every_command_of_the_page_does_what_it_is_shown_for(page, trained):
    done = {tuple(each): check(*each, folder=trained[0]) for each in commands(page)}
    assert all(each.stderr == "" for each in done.values())
    status = {" ".join(asked[1:]): each.returncode for asked, each in done.items()}
    assert status == {
        "": 1,
        "--fail-on error,vanishing": 1,
        "--fail-on never": 0,
        "--threshold vanishing.layer_ratio=1e-4": 1,
        **{f"--format {name}": 1 for name in FORMATS if name != "text"},
    }
    runs = json.loads(done["logs", "--format", "json"].stdout)["runs"]
    assert [run["run"] for run in runs] == ["relu", "sigmoid"]
    assert ElementTree.fromstring(done["logs", "--format", "junit"].stdout).tag == "testsuites"
    assert done["logs", "--format", "github"].stdout.startswith("::warning title=logs/sigmoid")


def test_the_settings_of_the_page_are_understood(page, trained):
    (settings,) = blocks(page, "toml")
    path = trained[0] / "pyproject.toml"
    path.write_text(settings, encoding="utf-8")
    try:
        done = check("logs", folder=trained[0])
    finally:
        path.unlink()
    assert (done.returncode, done.stderr) == (1, "")
    assert "The check fails on: error, vanishing." in done.stdout


def test_the_exit_statuses_are_those_of_the_help(page, trained):
    shown = re.findall(r"^\| ([012]) \| (.*) \|$", page, re.MULTILINE)
    described = " ".join(check("--help", folder=trained[0]).stdout.split())
    assert [int(status) for status, _ in shown] == [0, 1, 2]
    assert all(f"{status} {meaning}" in described for status, meaning in shown)
    assert check("nowhere", folder=trained[0]).returncode == 2


def test_the_page_has_every_rule_with_its_code(page):
    rows = re.findall(r"^\| ([a-z-]+) \| (.*?) ?\| [a-zA-Z]", page, re.MULTILINE)
    shown = {rule: code if code.startswith("GH") else "" for rule, code in rows if rule in RULES}
    assert shown == RULES


def test_the_readme_and_the_page_name_the_same_scores(section, page):
    for score in ("97.8 % of 91", "none of 54"):
        assert score in " ".join(section.split())
    assert "| tb_gradplugin | 97.8 %, 89 of 91 | 97.8 % | 0.0 %, 0 of 54 |" in page
