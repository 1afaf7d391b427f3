"""A run whose missing gradients are likely meant, as its files and as the data provider has it."""

import pytest

import tb_gradplugin as tbg
from tb_gradplugin.backend.judged_runs import judge_run
from tb_gradplugin.health import thresholds
from tb_gradplugin.schema.finding_encoding import encode_findings
from tb_gradplugin.schema.findings import Finding
from tb_gradplugin.schema.records import SeenFinding
from tb_gradplugin.schema.states import State
from tests import event_logs
from tests.backend.test_verdicts import START, A, write
from tests.health.trainings import sound


def find(folder, severity, start=START):
    """Writes why the gradient is missing, into a file of its own."""
    finding = Finding("GN101", "null", severity, "certain", ("d0/kernel",))
    with event_logs.EventFile(folder, 500) as file:
        content = encode_findings([SeenFinding(finding, 0)])
        file.message("findings", A, event_logs.session_id(start), 1, content, start + 950)


@pytest.fixture
def verdicts(tmp_path, queries, scope):
    """The one verdict of the run, equal in all ways of reading it."""

    def read():
        (judged,) = judge_run(tmp_path / "r", thresholds.DEFAULT).verdicts
        assert tbg.read(tmp_path / "r").verdicts == (judged,)
        of_tab = queries(tmp_path).verdicts(scope, "r", thresholds.DEFAULT)
        assert of_tab.verdicts == (judged,)
        assert of_tab.notes == ()
        return judged

    return read


@pytest.mark.parametrize("severity", ["note", "warning"])
def test_what_was_found_says_how_grave_a_missing_gradient_is(tmp_path, verdicts, severity):
    training = sound()
    training.without(State.NULL, [0])
    write(tmp_path / "r", training)
    assert verdicts().severity == "warning"
    find(tmp_path / "r", severity)
    judged = verdicts()
    assert (judged.rule, judged.severity, judged.variables) == ("null", severity, ("d0/kernel",))


def test_what_a_later_session_did_not_find_again_excuses_nothing(tmp_path, verdicts):
    first, second = sound(0), sound(1)
    second.without(State.NULL, [0])
    write(tmp_path / "r", first)
    find(tmp_path / "r", "note")
    write(tmp_path / "r", second, number=1, initial_step=10)
    assert verdicts().severity == "warning"
