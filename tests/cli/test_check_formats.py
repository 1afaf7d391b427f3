"""What `tb-gradplugin check` prints, in each of its formats."""

import json
import pathlib
import re
import xml.etree.ElementTree as ElementTree

import pytest

import tb_gradplugin as tbg
from tb_gradplugin.messages.verdict_words import words_of
from tb_gradplugin.schema.verdicts import RULES
from tests import event_logs
from tests.cli import check_logs
from tests.cli.check_logs import run

GOLDEN = pathlib.Path(__file__).parent / "golden"

HOSTILE = 'a,b:c%d\ne"<&>\x00\u202e::error::'
"""What a name of a variable may be, as a log may say anything."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A folder with a folder `logs`: one healthy run, and one of each that is not."""
    folder = tmp_path_factory.mktemp("project")
    logdir = folder / "logs"
    check_logs.write(logdir / "healthy", check_logs.healthy())
    check_logs.write(logdir / "vanishing", check_logs.vanishing())
    check_logs.write(logdir / "nonfinite", check_logs.nonfinite())
    check_logs.write(logdir / "null", check_logs.null(), check_logs.CUT, check_logs.UNUSED)
    with event_logs.EventFile(logdir / "started") as file:
        file.table(check_logs.DIGEST, event_logs.table(check_logs.DIGEST, ["a"]))
    return folder


@pytest.fixture(scope="module")
def printed(folder):
    """What each format prints."""
    formats = ("text", "json", "junit", "github")
    return {name: run("logs", "--format", name, folder=folder) for name in formats}


@pytest.mark.parametrize("name", ["text", "json", "junit", "github"])
def test_every_format_exits_alike_and_prints_nothing_else(printed, name):
    assert (printed[name].returncode, printed[name].stderr) == (1, "")


@pytest.mark.parametrize("name", ["text", "github", "junit"])
def test_it_prints_what_it_is_known_to_print(printed, name):
    assert printed[name].stdout == (GOLDEN / f"check_{name}.txt").read_text(encoding="utf-8")


def test_the_table_is_as_wide_as_the_terminal(folder):
    for columns in (60, 100, 160):
        done = run("logs", folder=folder, COLUMNS=str(columns))
        widths = [len(line.rstrip()) for line in done.stdout.splitlines()]
        assert columns * 0.8 < max(widths) <= columns


def test_there_are_no_colours_where_nobody_sees_them(printed):
    assert all("\x1b" not in done.stdout for done in printed.values())


FIELDS = {
    "": {
        "version": int,
        "logdir": str,
        "exit_status": int,
        "fail_on": list,
        "thresholds": dict,
        "runs": list,
    },
    "runs": {
        "run": str,
        "judged": bool,
        "unhealthy": bool,
        "problem": str,
        "variables": int,
        "rows": int,
        "first_step": (int, type(None)),
        "last_step": (int, type(None)),
        "verdicts": list,
        "findings": list,
        "notes": list,
    },
    "verdicts": {
        "rule": str,
        "code": str,
        "severity": str,
        "status": str,
        "variables": list,
        "first_step": int,
        "last_step": int,
        "steps": int,
        "of_steps": int,
        "evidence": dict,
        "limit": dict,
        "measured": str,
        "headline": str,
        "text": str,
        "fails": bool,
    },
    "findings": {
        "code": str,
        "name": str,
        "severity": str,
        "certainty": str,
        "status": str,
        "variables": list,
        "locations": list,
        "evidence": dict,
        "step": int,
        "until": (int, type(None)),
        "headline": str,
        "text": str,
        "fails": bool,
    },
}
"""What version 1 of the object has, by the list that an object stands in."""


def require_fields(found, place=""):
    fields = FIELDS[place]
    assert list(found) == list(fields)
    for name, kind in fields.items():
        assert isinstance(found[name], kind), name
        if name in FIELDS:
            for one in found[name]:
                require_fields(one, name)


def test_json_has_the_fields_of_its_version(printed):
    found = json.loads(printed["json"].stdout)
    require_fields(found)
    assert found["version"] == 1
    assert printed["json"].stdout.isascii()


def test_json_tells_what_read_tells(printed, folder):
    found = json.loads(printed["json"].stdout)
    assert found["exit_status"] == 1
    assert found["fail_on"] == ["warning"]
    runs = {one["run"]: one for one in found["runs"]}
    assert list(runs) == ["healthy", "nonfinite", "null", "started", "vanishing"]
    assert [name for name, one in runs.items() if one["unhealthy"]] == [
        "nonfinite",
        "null",
        "vanishing",
    ]
    for name in ("healthy", "nonfinite", "null", "vanishing"):
        log = tbg.read(folder / "logs" / name)
        assert [one["rule"] for one in runs[name]["verdicts"]] == [v.rule for v in log.verdicts]
        for one, verdict in zip(runs[name]["verdicts"], log.verdicts, strict=True):
            assert one["headline"] == words_of(verdict).headline
            assert one["variables"] == list(verdict.variables)
            assert one["limit"]["value"] == verdict.limit.value
            assert one["evidence"] == dict(verdict.evidence)
    assert [one["code"] for one in runs["null"]["findings"]] == ["GN101", "GN104"]
    assert [one["fails"] for one in runs["null"]["findings"]] == [True, False]
    assert runs["null"]["findings"][0]["locations"][0]["line"] == 48
    assert not runs["started"]["judged"]
    assert runs["started"]["problem"].startswith("No step has been recorded yet.")


def test_junit_has_a_suite_for_each_run_and_a_test_for_each_kind(printed):
    root = ElementTree.fromstring(printed["junit"].stdout)
    assert root.tag == "testsuites"
    suites = {suite.get("name"): suite for suite in root}
    assert set(suites) == {
        f"logs/{name}" for name in ("healthy", "nonfinite", "null", "started", "vanishing")
    }
    names = [case.get("name") for case in suites["logs/healthy"].iter("testcase")]
    assert names == ["judged", *RULES]
    failed = {
        (suite.get("name"), case.get("name"))
        for suite in root
        for case in suite.iter("testcase")
        if case.find("failure") is not None
    }
    assert failed == {
        ("logs/nonfinite", "nonfinite"),
        ("logs/null", "null"),
        ("logs/null", "GN101 stop-gradient"),
        ("logs/vanishing", "vanishing"),
    }
    (error,) = root.iter("error")
    assert error.get("message").startswith("No step has been recorded yet.")
    assert (root.get("failures"), root.get("errors")) == ("4", "1")
    for suite in root:
        assert int(suite.get("tests")) == len(suite.findall("testcase"))
    assert int(root.get("tests")) == len(list(root.iter("testcase")))


def test_github_annotates_the_line_of_a_cause_and_each_verdict(printed):
    lines = printed["github"].stdout.splitlines()
    commands = [re.fullmatch(r"::(\w+) ([^:]*)::(.*)", line) for line in lines[:-1]]
    assert all(commands)
    found = [(command[1], command[2]) for command in commands]
    assert ("error", "file=train.py,line=48,title=logs/null%3A GN101 stop-gradient") in found
    assert ("notice", "file=train.py,line=48,title=logs/null%3A GN104 unused-in-loss") in found
    assert ("warning", "title=logs/vanishing%3A GH201 vanishing") in found
    assert ("error", "title=logs/nonfinite%3A GH203 nonfinite") in found
    assert ("error", "title=logs/started%3A not judged") in found
    assert len(found) == 6
    said = next(command[3] for command in commands if "GN101" in command[2])
    assert said.startswith("GN101 stop-gradient \u00b7 certain%0A")


@pytest.fixture
def hostile(tmp_path, monkeypatch):
    """A run whose variables have names that would end a command or an element."""
    monkeypatch.setattr(check_logs, "NAMES", [f"{HOSTILE}{i}" for i in range(8)])
    check_logs.write(tmp_path / "logs" / "a,b %0A c", check_logs.nonfinite(), check_logs.CUT)
    return tmp_path


@pytest.mark.parametrize("name", ["text", "json", "junit", "github"])
def test_names_from_a_log_end_no_command_and_no_element(hostile, name):
    done = run("logs", "--format", name, folder=hostile)
    assert (done.returncode, done.stderr) == (1, "")
    if name == "github":
        for line in done.stdout.splitlines()[:-1]:
            command = re.fullmatch(r"::(\w+) ([^:]*)::(.*)", line)
            assert command
            assert "title=logs/a%2Cb %250A c%3A " in command[2]
        assert len(done.stdout.splitlines()) == 3
    elif name == "junit":
        (suite,) = ElementTree.fromstring(done.stdout)
        assert suite.get("name") == "logs/a,b %0A c"
        assert "\x00" not in done.stdout
    elif name == "json":
        (found,) = json.loads(done.stdout)["runs"]
        assert found["verdicts"][0]["variables"][0] == f"{HOSTILE}0"


def test_evidence_that_is_not_finite_is_a_text_in_json(tmp_path):
    odd = {**check_logs.CUT, "evidence": {"share": float("nan"), "steps": 2**62, "place": "x"}}
    check_logs.write(tmp_path, check_logs.healthy(), odd)
    (found,) = json.loads(run(tmp_path, "--format", "json").stdout)["runs"]
    assert found["findings"][0]["evidence"] == {"share": "nan", "steps": 2**62, "place": "x"}
