"""For CI servers: JUnit's XML, a test suite for each run and a test for each kind of verdict."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
from typing import TextIO

from tb_gradplugin.cli.check_formats import spoken
from tb_gradplugin.cli.checked_runs import Check, CheckedRun
from tb_gradplugin.messages.recorded_words import words_of as words_of_finding
from tb_gradplugin.messages.verdict_words import words_of
from tb_gradplugin.schema.verdicts import RULES

_UNWRITABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot hold, even as a reference."""

_NAME = "tb-gradplugin check"


def write(check: Check, file: TextIO) -> None:
    """Writes one document, in ASCII."""
    suites = [_suite(check, run) for run in check.runs]
    root = ElementTree.Element("testsuites", _totals(_NAME, suites))
    root.extend(suites)
    ElementTree.indent(root)
    file.write('<?xml version="1.0" encoding="utf-8"?>\n')
    # Without a declaration of its own: ASCII is UTF-8 as well.
    file.write(f"{ElementTree.tostring(root, encoding='us-ascii').decode()}\n")


def _suite(check: Check, run: CheckedRun) -> ElementTree.Element:
    folder = _writable(spoken.folder(check, run.name))
    cases = [_judged(folder, run)]
    if run.judged is not None:
        cases += [_kind(check, run, folder, rule) for rule in RULES if not run.problem]
        cases += _of_findings(check, run, folder)
    suite = ElementTree.Element("testsuite")
    suite.extend(cases)
    suite.attrib.update(_totals(folder, [suite]))
    if run.judged is not None and run.judged.notes:
        ElementTree.SubElement(suite, "system-out").text = _writable("\n".join(run.judged.notes))
    return suite


def _judged(folder: str, run: CheckedRun) -> ElementTree.Element:
    """The test that a run can be judged at all."""
    case = ElementTree.Element("testcase", {"classname": folder, "name": "judged"})
    if run.problem:
        error = ElementTree.SubElement(case, "error", {"message": _writable(run.problem)})
        error.text = _writable(run.problem)
    return case


def _kind(check: Check, run: CheckedRun, folder: str, rule: str) -> ElementTree.Element:
    """The test that a run has no verdict of a kind that makes the check fail."""
    assert run.judged is not None, "the run is judged"
    case = ElementTree.Element("testcase", {"classname": folder, "name": rule})
    failing = [verdict for verdict in check.failing_verdicts(run) if verdict.rule == rule]
    for verdict in failing:
        words = words_of(verdict)
        about = {"message": _writable(words.headline), "type": verdict.severity}
        ElementTree.SubElement(case, "failure", about).text = _writable(words.text)
    others = [one for one in run.judged.verdicts if one.rule == rule and one not in failing]
    if others:
        texts = "\n\n".join(words_of(verdict).text for verdict in others)
        ElementTree.SubElement(case, "system-out").text = _writable(texts)
    return case


def _of_findings(check: Check, run: CheckedRun, folder: str) -> list[ElementTree.Element]:
    """One test for each cause that was found while training."""
    assert run.judged is not None, "the run is judged"
    failing = check.failing_findings(run)
    cases = []
    for finding in run.judged.findings:
        words = words_of_finding(finding)
        name = _writable(spoken.title_of_finding(finding))
        case = ElementTree.Element("testcase", {"classname": folder, "name": name})
        if finding in failing:
            about = {"message": _writable(words.headline), "type": _writable(finding.severity)}
            ElementTree.SubElement(case, "failure", about).text = _writable(words.text)
        else:
            ElementTree.SubElement(case, "system-out").text = _writable(words.text)
        cases.append(case)
    return cases


def _totals(name: str, suites: list[ElementTree.Element]) -> dict[str, str]:
    cases = [case for suite in suites for case in suite.iter("testcase")]
    return {
        "name": name,
        "tests": str(len(cases)),
        "failures": str(sum(case.find("failure") is not None for case in cases)),
        "errors": str(sum(case.find("error") is not None for case in cases)),
    }


def _writable(text: str) -> str:
    return _UNWRITABLE.sub("\ufffd", text)
