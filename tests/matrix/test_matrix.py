"""What `make matrix` tries, how it counts, and that docs/versions.md tells of it."""

import xml.etree.ElementTree as ET

import pytest
from packaging.requirements import Requirement

from tests.matrix import installation, report, running
from tests.matrix.environments import ENVIRONMENTS, named
from tests.matrix.suites import SUITES

RESULTS = """
<testsuites><testsuite>
  <testcase name="a" /><testcase name="b" />
  <testcase name="c"><failure message="no" /></testcase>
  <testcase name="d"><error message="no fixture" /></testcase>
  <testcase name="e"><skipped message="There is no browser." /></testcase>
  <testcase name="f"><skipped message="Skipped: There is no browser." /></testcase>
</testsuite></testsuites>
"""


def test_the_matrix_has_the_versions_that_were_promised_with_both_ends_of_protobuf():
    tried = {(one.tensorflow, one.tensorboard, one.python) for one in ENVIRONMENTS}
    assert tried >= {
        ("2.16.2", "2.16.2", "3.10"),
        ("2.18.1", "2.18.0", "3.12"),
        ("2.20.0", "2.20.0", "3.13"),
        ("2.21.0", "2.21.0", "3.11"),
        ("", "2.16.2", "3.10"),
        ("", "2.21.0", "3.13"),
    }
    for tensorflow, *_ in tried:
        assert len({one.protobuf for one in ENVIRONMENTS if one.tensorflow == tensorflow}) == 2
    assert len({one.name for one in ENVIRONMENTS}) == len(ENVIRONMENTS)


def test_every_version_is_exact_but_those_of_what_runs_the_tests():
    for environment in ENVIRONMENTS:
        pins = {str(Requirement(one).specifier) for one in environment.requirements}
        assert {f"=={environment.tensorboard}", f"=={environment.protobuf}"} <= pins
        assert all(str(Requirement(one).specifier).startswith("==") for one in environment.also)


def test_the_tab_is_opened_once_in_each_tensorboard_that_stands_beside_a_tensorflow():
    shown = [one.tensorboard for one in ENVIRONMENTS if one.shows_tab]
    assert sorted(shown) == ["2.16.2", "2.18.0", "2.20.0", "2.21.0"]


def test_every_test_that_it_names_is_there(repository):
    for suite in SUITES.values():
        for test in suite.tests:
            file, _, name = test.partition("::")
            assert f"def {name}" in (repository / "tests" / file).read_text()


def test_where_there_is_no_tensorflow_nothing_is_trained_and_no_browser_is_started():
    without = next(one for one in ENVIRONMENTS if not one.tensorflow)
    expected = ("schema", "loader", "queries", "server", "reading", "command")
    assert running.chosen_suites(without, ()) == expected
    assert running.chosen_suites(without, ("keras", "server")) == ("server",)


def test_environments_are_chosen_by_the_beginning_of_their_names():
    assert {one.tensorflow for one in named(["tf2.16"])} == {"2.16.2"}
    assert named([]) == ENVIRONMENTS
    with pytest.raises(ValueError, match="Received: tf1"):
        named(["tf1"])


def test_failures_and_errors_are_failed_and_skips_are_counted_by_their_reason():
    counted = running.counted(running.Outcome("some", ("schema",)), ET.fromstring(RESULTS))
    assert (counted.passed, counted.failed) == (2, 2)
    assert counted.skipped == {"There is no browser.": 2}
    assert not counted.is_good


@pytest.mark.parametrize(
    ("fields", "is_good"),
    [
        ({"passed": 3}, True),
        ({"passed": 3, "failed": 1}, False),
        ({"passed": 0}, False),
        ({"problem": "There is no python3.9 on PATH."}, False),
    ],
)
def test_an_environment_is_good_where_tests_ran_and_none_failed(fields, is_good):
    assert running.Outcome("some", ("schema",), **fields).is_good == is_good


def test_a_python_that_is_not_there_is_said(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    (tmp_path / "python3.10").write_text("#!/bin/sh\nexit 127\n")
    (tmp_path / "python3.10").chmod(0o755)
    wheel = tmp_path / "package.whl"
    wheel.touch()
    with pytest.raises(installation.InstallationError, match="There is no python3"):
        installation.install(ENVIRONMENTS[0], wheel, tmp_path)
    assert not installation.has_python("3.10")


def test_the_documented_table_has_every_environment_and_tells_of_no_failure(
    repository,
):
    document = (repository / "docs" / "versions.md").read_text()
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in document.splitlines()
        if line.startswith("| `")
    ]
    assert [row[0] for row in rows] == [f"`{one.name}`" for one in ENVIRONMENTS]
    for environment, row in zip(ENVIRONMENTS, rows, strict=True):
        _, python, tensorflow, _, tensorboard, protobuf, *_, failed, _ = row
        assert f"{python}.".startswith(f"{environment.python}.")
        assert (tensorflow, tensorboard, protobuf) == (
            *(environment.tensorflow or "\u2013", environment.tensorboard),
            environment.protobuf,
        )
        assert failed == "0"


def test_the_table_is_written_between_its_lines_and_nothing_else_is_touched():
    outcome = running.Outcome(
        "some", ("schema",), {"python": "3.12.1"}, passed=1200, skipped={"no reason": 2}
    )
    document = f"before\n{report.BEGIN}\nold\n{report.END}\nafter\n"
    written = report.written_into(document, [outcome])
    assert written.startswith(f"before\n{report.BEGIN}\n")
    assert written.endswith(f"{report.END}\nafter\n")
    assert (
        "| `some` | 3.12.1 | \u2013 | \u2013 | \u2013 | \u2013 | \u2013 | 1,200 | 0 | 2 |"
        in written
    )
    assert "- some: 2 skipped: no reason" in written
    assert "old" not in written
    with pytest.raises(ValueError, match="must have the lines"):
        report.written_into("nothing", [outcome])
