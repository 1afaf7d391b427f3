"""The route `/findings`, in both ways in which TensorBoard reads logs."""

import tb_gradplugin as tbg
from tb_gradplugin.messages import explanation
from tests.end_to_end import logs


def test_findings_come_worst_first_without_those_of_steps_that_were_lived_anew(server):
    answer = server.route("findings", run="found").json
    assert (answer["run"], answer["notes"]) == ("found", [])
    assert [(found["code"], found["step"], found["until"]) for found in answer["findings"]] == [
        ("GN101", 0, None),
        (logs.ODD["code"], 1, None),
        ("GN104", 0, 1),
    ]


def test_a_finding_comes_with_all_facts(server):
    cut = server.route("findings", run="found").json["findings"][0]
    nowhere = {"op_name": "", "location": None, "is_cut": False}
    assert {name: cut[name] for name in cut if name not in ("id", "words")} == {
        "code": "GN101",
        "name": "stop-gradient",
        "status": "null",
        "severity": "error",
        "certainty": "certain",
        "variables": ["a/kernel", "a/bias"],
        "op_type": "StopGradient",
        "op_name": "loss/StopGradient",
        "layer": "a",
        "locations": [logs.PLACE],
        "path": [
            {**nowhere, "op_type": "Mean"},
            {**nowhere, "op_type": "StopGradient", "location": logs.PLACE, "is_cut": True},
            {**nowhere, "op_type": "variable", "op_name": "a/kernel"},
        ],
        "evidence": [
            {"name": "share", "value": "nan"},
            {"name": "steps", "value": 2**62},
            {"name": "text", "value": "\u202e<b>"},
        ],
        "ruled_out": [
            {"code": "GN102", "name": "non-differentiable-op"},
            {"code": "GN888", "name": ""},
        ],
        "step": 0,
        "until": None,
    }


def test_a_finding_comes_with_the_words_of_its_code(server, logdir):
    said = server.route("findings", run="found").json["findings"][0]["words"]
    recorded = tbg.read(logdir / "found").findings[0]
    assert said["headline"] == explanation.headline(recorded)
    assert said["text"] == explanation.text(recorded) == str(recorded)
    assert "`tf.stop_gradient`" in said["headline"]
    text = " ".join(said["text"].split())
    for sentence in (said["why"], *said["remedies"]):
        assert sentence in text
    assert len(said["why"]) > 20
    assert said["remedies"]
    assert said["note"] == said["evidence"] == ""


def test_a_finding_that_there_are_no_words_for_is_there_with_what_is_known(server):
    odd = server.route("findings", run="found").json["findings"][1]
    assert (odd["name"], odd["severity"]) == ("", "catastrophe")
    assert f"`{logs.ODD['code']}`" in odd["words"]["headline"]
    assert "`not in the table`" in odd["words"]["headline"]
    assert "pip install --upgrade tb-gradplugin" in odd["words"]["remedies"][0]
    assert odd["locations"][0]["line"] == -(2**62)


def test_the_id_of_a_finding_is_its_own_and_stays(server):
    twice = [server.route("findings", run="found").json["findings"] for _ in range(2)]
    ids = [[found["id"] for found in answer] for answer in twice]
    assert ids[0] == ids[1]
    assert len(set(ids[0])) == 3


def test_a_run_without_findings_has_an_empty_list(server):
    assert server.route("findings", run="wide").json == {"run": "wide", "findings": [], "notes": []}
