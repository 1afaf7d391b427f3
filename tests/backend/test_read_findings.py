"""Findings of a run, from its files and through the data provider: both say the same."""

import pathlib

import numpy as np
import pytest

import tb_gradplugin as tbg
from tb_gradplugin.backend import queries as queries_lib
from tb_gradplugin.backend.findings import RecordedFinding
from tb_gradplugin.backend.runs import UnknownNameError
from tb_gradplugin.schema.findings import Location, Step
from tb_gradplugin.schema.version import UnknownSchemaVersionError
from tests.event_logs import START, EventFile, findings, session_id, table, tensor

A, B = "aaaaaaaa", "bbbbbbbb"
FIRST, SECOND, THIRD = (session_id(START + 100 * number) for number in range(3))

CUT = {"variables": ["a", "b"], "op_type": "StopGradient"}
UNUSED = {"code": "GN104", "severity": "warning", "variables": ["b"]}


class Session:
    """One session in a file of its own, `number` counting from 0."""

    def __init__(self, run: pathlib.Path, number: int, initial_step: int, digest: str = A):
        self._start = START + 100 * number
        self._digest = digest
        self._id = session_id(self._start)
        self._file = EventFile(run, number)
        names = ["a", "b"] if digest == A else ["c", "b"]
        message = table(digest, names, session=(self._start, initial_step))
        self._file.table(digest, message, step=initial_step, wall_time=self._start)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._file.__exit__()

    def found(self, *each, version=1):
        """Writes one message; the step of an event is the number of findings."""
        self.message(len(each), findings(*each, version=version))

    def message(self, step, content):
        """Writes anything as a message."""
        self._start += 1
        self._file.message("findings", self._digest, self._id, step, content, self._start)


@pytest.fixture
def both(tmp_path, queries, scope):
    """Findings and notes of the run, once they agree in both ways of reading."""

    def read() -> tuple[tuple[RecordedFinding, ...], tuple[str, ...]]:
        log = tbg.read(tmp_path / "r")
        asked = queries(tmp_path).findings(scope, "r")
        assert asked.findings == log.findings
        assert set(asked.notes) <= set(log.notes)
        return log.findings, asked.notes

    return read


def test_a_finding_has_its_facts_its_step_and_its_session(tmp_path, both):
    place = {"file": "train.py", "line": 48, "function": "f", "source": "y = stop(x)"}
    full = {
        **CUT,
        "op_name": "loss/StopGradient",
        "layer": "dense",
        "locations": [place],
        "path": [{"op_type": "Mean"}, {"op_type": "X", "location": place, "is_cut": True}],
        "evidence": {"n": 1, "x": 0.5, "t": "text"},
        "ruled_out": ["GN104"],
        "step": 3,
    }
    with Session(tmp_path / "r", 0, 0) as session:
        session.found(full)
    ((found,), notes) = both()
    line = Location("train.py", 48, "f", "y = stop(x)")
    assert found == RecordedFinding(
        "GN101",
        "null",
        "error",
        "certain",
        ("a", "b"),
        "StopGradient",
        "loss/StopGradient",
        "dense",
        (line,),
        (Step("Mean"), Step("X", "", line, True)),
        {"n": 1, "x": 0.5, "t": "text"},
        ("GN104",),
        step=3,
        until=None,
        session=tbg.read(tmp_path / "r").sessions[0],
        columns=(0, 1),
    )
    assert found.name == "stop-gradient"
    assert notes == ()


def test_the_last_message_of_a_session_counts(tmp_path, both):
    with Session(tmp_path / "r", 0, 0) as session:
        session.found(UNUSED)
        session.found(UNUSED, CUT)
    assert [finding.code for finding in both()[0]] == ["GN101", "GN104"]


def test_the_worst_comes_first_then_what_frees_most_variables_then_what_is_over(tmp_path, both):
    note = {"code": "GN115", "severity": "note", "variables": ["a", "b", "c", "d"]}
    newer = {"code": "GN777", "severity": "catastrophe", "variables": ["a"]}
    one = {"code": "GN102", "variables": ["a"]}
    with Session(tmp_path / "r", 0, 0) as session:
        session.found({**CUT, "code": "GN103"}, note, UNUSED, one, newer, CUT)
    with Session(tmp_path / "r", 1, 50) as session:
        session.found(note, UNUSED, one, newer, CUT)
    codes = [finding.code for finding in both()[0]]
    assert codes == ["GN101", "GN102", "GN104", "GN777", "GN115", "GN103"]


def test_what_several_sessions_saw_is_one_finding_since_its_first_sight(tmp_path, both):
    for number, step in enumerate([0, 40, 80]):
        with Session(tmp_path / "r", number, step) as session:
            session.found({**CUT, "step": step, "certainty": "likely" if step == 80 else "certain"})
    ((found,), _) = both()
    assert (found.step, found.until, found.session.initial_step) == (0, None, 0)
    assert found.certainty == "likely"


def test_what_was_seen_on_a_step_that_was_lived_anew_is_no_finding(tmp_path, both):
    with Session(tmp_path / "r", 0, 0) as session:
        session.found({**CUT, "step": 10}, {**UNUSED, "step": 2})
    with Session(tmp_path / "r", 1, 10):
        pass
    ((found,), _) = both()
    assert found.code == "GN104"


def test_what_a_session_that_went_on_did_not_see_again_is_over(tmp_path, both):
    with Session(tmp_path / "r", 0, 0) as session:
        session.found(CUT)
    with Session(tmp_path / "r", 1, 30):
        pass
    with Session(tmp_path / "r", 2, 60):
        pass
    ((found,), _) = both()
    assert (found.step, found.until) == (0, 30)


def test_two_sessions_at_a_time_do_not_undo_each_other(tmp_path, both):
    with Session(tmp_path / "r", 0, 0) as first, Session(tmp_path / "r", 1, 0, B) as second:
        first._start += 200
        first.found(CUT)
        second.found({**UNUSED, "variables": ["c"]})
    found, _ = both()
    assert [(finding.code, finding.until) for finding in found] == [
        ("GN101", None),
        ("GN104", None),
    ]
    # The columns are those of the table announced last, then those that only the other has.
    assert [finding.columns for finding in found] == [(2, 1), (0,)]


def test_a_variable_that_no_table_has_is_named_and_has_no_column(tmp_path, both):
    with Session(tmp_path / "r", 0, 0) as session:
        session.found({**CUT, "variables": ["a", "elsewhere"]})
    ((found,), _) = both()
    assert (found.variables, found.columns) == (("a", "elsewhere"), (0,))


def test_codes_of_a_newer_version_have_no_name_and_are_there(tmp_path, both):
    with Session(tmp_path / "r", 0, 0) as session:
        session.found({"code": "GN777", "certainty": "guessed", "variables": ["a"]})
    ((found,), notes) = both()
    assert (found.code, found.name, notes) == ("GN777", "", ())


@pytest.mark.parametrize(
    "content", [b"\xff", b"\x12\x04\x0a\x02\xff\xfe"], ids=["no message", "no characters"]
)
def test_a_message_that_cannot_be_read_is_said_and_the_one_before_it_counts(
    tmp_path, both, content
):
    with Session(tmp_path / "r", 0, 0) as session:
        session.found(CUT)
        session.message(2, content)
    ((found,), notes) = both()
    assert found.code == "GN101"
    (note,) = notes
    assert note.startswith(f"The last 1 events of `gradient_health/findings/{A}/{FIRST}` are left")


def test_findings_that_are_numbers_are_left_out_and_said(tmp_path, both):
    with Session(tmp_path / "r", 0, 0) as session:
        tag = f"gradient_health/findings/{A}/{FIRST}"
        session._file.values(1, START, {tag: tensor(np.ones(2, np.float32))})
    found, notes = both()
    assert (found, len(notes)) == ((), 1)


def test_findings_whose_table_is_lost_are_left_out(tmp_path, both):
    with Session(tmp_path / "r", 0, 0) as session:
        session._digest = B
        session.found(CUT)
    assert both()[0] == ()


def test_findings_of_a_newer_version_refuse_the_run(tmp_path, queries, scope):
    with Session(tmp_path / "r", 0, 0) as session:
        session.found(CUT, version=2)
    with pytest.raises(UnknownSchemaVersionError, match="schema version 2"):
        tbg.read(tmp_path / "r")
    with pytest.raises(UnknownSchemaVersionError, match="schema version 2"):
        queries(tmp_path).findings(scope, "r")


def test_a_run_that_is_not_there_has_no_findings(tmp_path, queries, scope):
    with pytest.raises(UnknownNameError, match="`run` must be a run"):
        queries(tmp_path).findings(scope, "absent")


def test_what_has_not_changed_is_not_read_again_and_what_was_added_is(tmp_path, watch, scope):
    with Session(tmp_path / "r", 0, 0) as session:
        session.found(UNUSED)
        session._file.flush()
        data_provider, read_on = watch(tmp_path)
        asked = queries_lib.RunQueries(data_provider)
        before = asked.runs(scope)[0].revision
        found = asked.findings(scope, "r")
        assert asked.findings(scope, "r") is found
        session.found(UNUSED, CUT)
    read_on()
    assert asked.runs(scope)[0].revision != before
    assert [each.code for each in asked.findings(scope, "r").findings] == ["GN101", "GN104"]


def test_a_notebook_shows_the_findings_of_a_log_also_those_of_codes_that_are_not_known(tmp_path):
    with Session(tmp_path / "r", 0, 0) as session:
        session.found(CUT, {**UNUSED, "code": "GN999<b>"})
    shown = tbg.read(tmp_path / "r")._repr_html_()
    assert "2 variables, 0 rows." in shown
    assert "GN101 stop-gradient" in shown
    assert "GN999&lt;b&gt;" in shown
