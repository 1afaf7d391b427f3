"""Small failing programs: what explain says of them is what TensorFlow does, word for word.

Each case is a program of its own in `null_gradients`, with what is expected of it at its end;
beside it lies the text of the report. After a change of the words, the environment variable
`WRITE_GOLDENS=1` has the texts written anew, of those cases in which the right causes were found:

    WRITE_GOLDENS=1 python -m pytest tests/cases
"""

import os
import pathlib
import re

import keras
import pytest
from packaging import version

import tb_gradplugin as tbg
from tb_gradplugin.messages import explanation
from tb_gradplugin.recording import finding_report
from tb_gradplugin.schema import codes
from tests.cases import loading

CASES = loading.cases()
FAILING = [case for case in CASES if not case.startswith("sound_")]
SOUND = [case for case in CASES if case.startswith("sound_")]


@pytest.fixture(scope="module", params=CASES)
def case(request):
    """Each in turn, with all that is asked of it: the variables of one at a time are alive."""
    return request.param


@pytest.fixture(scope="module")
def explained(case):
    """The case, and the report on it; run in its own folder, from which paths are relative."""
    before = pathlib.Path.cwd()
    os.chdir(loading.NULL_GRADIENTS)
    try:
        module = loading.load_case(case)
        report = tbg.explain(module.loss_fn, module.variables)
        return module, report, str(report)
    finally:
        os.chdir(before)


def test_the_case_itself_does_in_tensorflow_what_it_says(case):
    module = loading.load_case(case)
    variables = list(module.variables)
    assert len(variables) == len(module.STATUSES)
    if error := getattr(module, "RAISES", None):
        with pytest.raises(error):
            loading.gradients(module.loss_fn, variables)
        return
    try:
        given = loading.gradients(module.loss_fn, variables)
    except LookupError:
        # Raised by the tape: nothing has a gradient then.
        assert any(code == "GN109" for code, *_ in module.FINDINGS)
        given = [None] * len(variables)
    assert [loading.status(one) for one in given] == list(module.STATUSES.values())


def test_every_variable_has_its_status_by_its_name(explained):
    module, report, _ = explained
    assert report.statuses == module.STATUSES


def test_there_is_one_finding_for_each_cause_with_its_op(explained):
    module, report, _ = explained
    assert found(report) == list(module.FINDINGS)


def found(report):
    return [(f.code, f.op_type, f.severity) for f in report.findings]


def test_a_finding_names_the_line_to_blame_first(case, explained):
    _, report, _ = explained
    located = [finding for finding in report.findings if finding.locations]
    named = [loading.Culprit(f.locations[0].file, f.locations[0].line) for f in located]
    marked = loading.culprits(loading.declared(case))
    assert named[: len(marked)] == marked


def test_the_variables_without_gradient_are_in_a_finding_and_no_others_are_in_an_error(explained):
    _, report, _ = explained
    null = {name for name, status in report.statuses.items() if status == "null"}
    explained_ones = {name for finding in report.findings for name in finding.variables}
    accused = {name for f in report.findings if f.severity == "error" for name in f.variables}
    assert null <= explained_ones
    assert accused <= null


def test_only_a_program_that_fails_gets_something_above_a_note(case, explained):
    _, report, _ = explained
    worse = [finding for finding in report.findings if finding.severity != "note"]
    assert not (case in SOUND and worse)


def test_the_report_reads_as_it_was_agreed(case, explained):
    module, report, text = explained
    since = getattr(module, "SINCE_KERAS", "0")
    if version.parse(keras.__version__) < version.parse(since):
        pytest.skip(f"Before Keras {since}, the way through its own code is another one.")
    golden = loading.NULL_GRADIENTS / f"{case}.txt"
    if os.environ.get("WRITE_GOLDENS") == "1" and found(report) == list(module.FINDINGS):
        golden.write_text(text + "\n", encoding="utf-8")
    agreed = golden.read_text(encoding="utf-8")
    assert of_every_version(text + "\n") == of_every_version(agreed)


def test_without_source_each_finding_can_be_told_and_names_no_line(explained):
    _, report, _ = explained
    for finding in report.findings:
        told = explanation.text(finding_report.without_source(finding))
        assert not re.search(r"\.py:\d| in [,;.]", told)


def of_every_version(text):
    """Without what differs between versions of TensorFlow and Keras."""
    text = re.sub(r"\+ \d+ framework frames?", "+ N framework frames", text)
    # Keras 3.3 knows layers by their name alone, and its Dense adds the bias by another op.
    text = re.sub(r"layer `(?:[^`]*/)?", "layer `", text)
    # The longer name of an op may leave a step of the way for the next line.
    text = re.sub(r"<-\n +", "<- ", text)
    return text.replace("BiasAdd", "AddV2")


def test_every_report_has_a_case_and_every_case_a_report():
    assert {path.stem for path in loading.NULL_GRADIENTS.glob("*.txt")} == set(CASES)


def test_the_cases_are_many_and_no_two_are_the_same():
    assert len(FAILING) >= 36
    said = [loading.declared(case).summary for case in CASES]
    assert len(set(said)) == len(CASES)
    assert all(len(text.splitlines()) == 1 for text in said)


def test_every_code_of_null_gradients_has_a_case():
    given = {code for case in CASES for code in loading.declared(case).codes}
    of_null = {code for code in codes.NAMES if code.startswith("GN")}
    assert given & of_null == of_null


def test_every_failing_case_marks_its_culprit_where_a_line_is_to_blame():
    declared = [loading.declared(case) for case in FAILING]
    without = {
        case.name
        for case in declared
        if not loading.culprits(case)
        and any(code not in ("GN104", "GN111", "GN199") for code in case.codes)
    }
    assert without == set()
