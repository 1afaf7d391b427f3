"""How the routes refuse, and what they promise beside their content."""

import pytest

from tests.end_to_end.servers import PREFIX

ROUTES = [
    "/index.js",
    "/static/a.js",
    "/runs",
    "/variables?run=wide",
    "/statistic?run=wide&name=mean",
    "/findings?run=found",
]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("/variables", "The parameter `run` must be given once. Received: 0 values"),
        ("/variables?run=wide&run=wide", "must be given once. Received: 2 values"),
        ("/variables?Run=wide", "The parameter `run` must be given once"),
        ("/findings", "The parameter `run` must be given once. Received: 0 values"),
        ("/findings?run=found&run=found", "must be given once. Received: 2 values"),
        ("/statistic", "The parameter `run` must be given once"),
        ("/statistic?run=wide", "The parameter `name` must be given once"),
        ("/statistic?name=mean", "The parameter `run` must be given once"),
        ("/statistic?run=wide&name=mean&name=std", "`name` must be given once"),
    ],
)
def test_a_parameter_that_is_missing_or_there_twice_is_refused_with_400(server, path, text):
    answer = server.get(PREFIX + path)
    assert (answer.status, answer.headers["content-type"]) == (400, "application/json")
    assert text in answer.error


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("/variables?run=absent", "must be a run with gradient health. Received: run='absent'"),
        ("/variables?run=", "Received: run=''"),
        ("/variables?run=of%20another%20plugin", "must be a run with gradient health"),
        ("/variables?run=%ff%fe", "must be a run with gradient health"),
        ("/findings?run=absent", "must be a run with gradient health. Received: run='absent'"),
        ("/findings?run=%ff%fe", "must be a run with gradient health"),
        ("/statistic?run=absent&name=mean", "Received: run='absent'"),
        ("/statistic?run=wide&name=absent", "must be one of status, l2_norm"),
        ("/statistic?run=wide&name=state", "Received: name='state'"),
        ("/static/absent.js", "must be one of the Gradient Health tab"),
        ("/static/../loader.py", "must be one of the Gradient Health tab"),
        ("/static/%2e%2e/loader.py", "must be one of the Gradient Health tab"),
        ("/static/..%2floader.py", "must be one of the Gradient Health tab"),
        ("/static//etc/passwd", "must be one of the Gradient Health tab"),
        ("/static/%00", "must be one of the Gradient Health tab"),
    ],
)
def test_what_is_not_there_is_refused_with_404(server, path, text):
    answer = server.get(PREFIX + path)
    assert (answer.status, answer.headers["content-type"]) == (404, "application/json")
    assert text in answer.error


@pytest.mark.parametrize(
    "path", ["/variables?run=newer", "/findings?run=newer", "/statistic?run=newer&name=status"]
)
def test_a_log_of_a_newer_version_is_refused_with_422(server, path):
    answer = server.get(PREFIX + path)
    assert answer.status == 422
    assert "pip install --upgrade tb-gradplugin" in answer.error
    assert server.runs()["newer"]["problem"] == answer.error


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "PATCH"])
@pytest.mark.parametrize("path", ROUTES)
def test_any_method_but_get_and_head_is_refused_with_405(server, path, method):
    answer = server.get(PREFIX + path, method)
    assert (answer.status, answer.headers["allow"]) == (405, "GET, HEAD")
    assert answer.error == f"The method must be GET or HEAD. Received: method='{method}'"


@pytest.mark.parametrize("path", ROUTES)
def test_head_answers_like_get_without_a_body(server, path):
    with_body, without = server.get(PREFIX + path), server.get(PREFIX + path, "HEAD")
    assert without.status == with_body.status
    assert without.headers["content-type"] == with_body.headers["content-type"]
    assert without.headers["content-length"] == str(len(with_body.body))
    assert without.body == b""


def test_numbers_are_sent_as_they_are_also_to_who_accepts_gzip(server):
    path = f"{PREFIX}/statistic?run=wide&name=mean"
    answer = server.get(path, headers={"Accept-Encoding": "gzip"})
    assert answer.headers["content-type"] == "application/octet-stream"
    assert "content-encoding" not in answer.headers
    assert len(answer.body) == 16 + 1000 * (8 + 8 + 200 * 4)


def test_the_tab_is_listed_as_active_where_a_run_has_gradient_health(server):
    listed = server.get("/data/plugins_listing").json["gradient_health"]
    assert listed["enabled"] is True
    assert listed["tab_name"] == "Gradient Health"
    assert listed["loading_mechanism"] == {
        "type": "IFRAME",
        "module_path": f"{PREFIX}/index.js",
    }


def test_an_experiment_of_any_name_answers(server):
    answer = server.get(f"/experiment/some-name{PREFIX}/variables?run=wide")
    assert answer.status == 200
    assert len(answer.json["variables"]) == 200


def test_tensorboard_has_nothing_to_complain_of_and_no_route_fails(server):
    for path in [*ROUTES, "/variables", "/statistic?run=newer&name=mean", "/static/absent"]:
        answer = server.get(PREFIX + path)
        assert answer.status < 500
        assert answer.headers["x-content-type-options"] == "nosniff"
    server.get(PREFIX + "/runs", "POST")
    assert "In 3.0" not in server.output
    assert "Traceback" not in server.output
