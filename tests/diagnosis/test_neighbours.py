"""Findings are one where their statements follow one another and say the same."""

import pytest

from tb_gradplugin.diagnosis import neighbours
from tb_gradplugin.schema.findings import Finding, Location

PROGRAM = """\
def loss(x, y, z):
    a = tf.argmax(x)
    b = tf.argmax(
        y)
    c = tf.argmax(z)
    if a:
        d = tf.argmax(z)
    return a
"""


@pytest.fixture
def finding(tmp_path):
    file = tmp_path / "program.py"
    file.write_text(PROGRAM)

    def made(variable, line, *calling, **others):
        lines = tuple(Location(str(file), one, "loss", "") for one in (line, *calling))
        known = {"code": "GN102", "severity": "error", "op_type": "ArgMax", "evidence": {}}
        known |= {"status": "null", "certainty": "certain", **others}
        return Finding(variables=(variable,), locations=lines, **known)

    return made


def test_those_that_follow_one_another_are_one_with_all_lines_and_variables_as_asked(finding):
    found = [finding("w", 5, 8), finding("v", 2, 8), finding("u", 3, 8)]
    (one,) = neighbours.joined(found, ["u", "v", "w"])
    assert one.variables == ("u", "v", "w")
    assert [line.line for line in one.locations] == [2, 3, 5, 8]
    assert one.evidence == {"neighbours": 3}


def test_what_is_known_of_one_line_alone_is_not_said_of_all(finding):
    first = finding("v", 2, evidence={"left_shape": "(2,)", "how": "numpy"})
    second = finding("u", 3, evidence={"left_shape": "(3,)", "how": "numpy"})
    (one,) = neighbours.joined([first, second], ["u", "v"])
    assert one.evidence == {"how": "numpy", "neighbours": 2}


def test_ops_that_are_not_differentiable_are_told_together_and_are_each_others_other_cuts(finding):
    cut = {"evidence": {"other_cuts": "yes"}}
    found = [finding("v", 2, **cut), finding("v", 3, op_type="ArgMin", **cut)]
    (one,) = neighbours.joined(found, ["v"])
    assert (one.op_type, one.evidence) == ("ArgMax", {"also": "ArgMin", "neighbours": 2})
    beside = finding("v", 7, code="GN101", **cut)
    first, second = neighbours.joined([beside, *found], ["v"])
    assert first is beside
    assert second.evidence["other_cuts"] == "yes"


@pytest.mark.parametrize(
    ("line", "others"),
    [
        (5, {}),
        (7, {}),
        (3, {"severity": "note"}),
        (3, {"code": "GN101"}),
        (3, {"evidence": {"other_cuts": "yes"}}),
        (3, {"certainty": "likely"}),
    ],
    ids=["not next", "in a branch", "meant", "code", "evidence", "certainty"],
)
def test_all_others_stay_apart_in_their_order(finding, line, others):
    found = [finding("u", line, **others), finding("v", 2)]
    assert neighbours.joined(found, ["v", "u"]) == found


def test_ops_of_other_codes_are_told_apart(finding):
    found = [finding("v", 2, code="GN101"), finding("u", 3, code="GN101", op_type="Other")]
    assert neighbours.joined(found, ["v", "u"]) == found


def test_calls_from_two_places_and_findings_without_a_line_stay_apart(finding):
    elsewhere = [finding("u", 3, 8), finding("v", 2, 7)]
    assert neighbours.joined(elsewhere, ["v", "u"]) == elsewhere
    nowhere = [finding("u", 3), finding("v", 2)]
    nowhere = [Finding(**{**vars(one), "locations": ()}) for one in nowhere]
    assert neighbours.joined(nowhere, ["v", "u"]) == nowhere
