"""Every route, asked for whatever can be asked: it answers or refuses, and never fails."""

import collections
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tb_gradplugin.backend import files
from tb_gradplugin.schema.statistics import NAMES
from tests.hostile import in_process, odd_requests, recorded_runs
from tests.hostile.wsgi import PREFIX, Application, Asked

EXAMPLES = 250
"""For each route."""

MOST_SECONDS = 5.0
"""Of the processor for one answer; nearly all take a few milliseconds."""

VARIABLES = tuple(f"block_{place}/kernel" for place in range(3))
KNOWN = {"run": recorded_runs.RUNS, "name": ("status", *NAMES), "variable": VARIABLES}


@pytest.fixture(scope="module")
def application(recorded):
    return Application(in_process.provide(recorded))


def tried(application: Application, requests: st.SearchStrategy, examples: int = EXAMPLES):
    """How many requests were answered by each status."""
    found: collections.Counter[int] = collections.Counter()

    @settings(
        max_examples=examples,
        deadline=None,
        database=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    @given(requests)
    def fits(asked):
        begun = time.process_time()
        answer = application.ask(asked)
        assert time.process_time() - begun < MOST_SECONDS
        application.assert_fits(asked, answer)
        found[answer.status] += 1

    fits()
    return found


def test_every_route_answers_or_refuses_whatever_is_asked_of_it(application):
    found = {
        route: tried(application, odd_requests.requests(application, route, KNOWN))
        for route in application.routes
    }
    assert len(found) >= 9
    for route, statuses in found.items():
        assert statuses.total() >= EXAMPLES, route
        # Neither are all of them refused, nor are all of them right.
        assert statuses[200] >= 2 or route.endswith("*"), route
        assert statuses[405] >= 5, route
    assert {status for statuses in found.values() for status in statuses} == {200, 400, 404, 405}


def test_every_route_asks_for_its_parameters_by_name(application):
    asked_for = {route: application.parameters(route) for route in application.routes}
    assert asked_for["/statistic"] == ("run", "name")
    assert asked_for["/curves"] == asked_for["/histogram"] == ("run", "variable")
    assert asked_for["/runs"] == asked_for["/index.js"] == ()


def test_no_name_of_a_file_leads_out_of_the_folder_of_the_tab(application):
    folder = f"{PREFIX}/static/"
    known = [path.relative_to(files.FOLDER).as_posix() for path in files.FOLDER.rglob("*.*")]
    for name in known:
        answer = application.ask(Asked(folder + name))
        assert (answer.status, answer.body) == (200, (files.FOLDER / name).read_bytes())
    for tail in odd_requests.TAILS:
        for prefix in ("", "index.js/", "../static/", "%2e/"):
            asked = Asked(folder + prefix + tail)
            answer = application.ask(asked)
            application.assert_fits(asked, answer)
            assert answer.status == 404


@pytest.mark.parametrize("run", recorded_runs.RUNS)
def test_what_is_there_is_answered_whatever_the_headers_are(application, run):
    right = {"run": run, "name": "l2_norm", "variable": VARIABLES[0]}
    for route in application.routes:
        if route.endswith("*"):
            continue
        query = "&".join(f"{name}={right[name]}" for name in application.parameters(route))
        plain = application.ask(Asked(PREFIX + route, query))
        assert plain.status == 200
        for headers in odd_requests.HEADERS:
            asked = Asked(PREFIX + route, query, headers=headers)
            answer = application.ask(asked)
            application.assert_fits(asked, answer)
            assert (answer.status, len(answer.body) > 0) == (200, True)


def test_the_security_validator_of_tensorboard_would_have_complained(application):
    from tensorboard.backend.security_validator import SecurityValidatorMiddleware

    def bare(environment, start_response):  # noqa: ARG001
        start_response("200 OK", [("Content-Type", "text/html")])
        return []

    try:
        SecurityValidatorMiddleware(bare)({}, lambda *_: None)
        assert len(application.complaints) == 2
    finally:
        application.complaints.clear()


def test_a_query_that_is_no_text_is_refused_by_every_route(application):
    for route in application.routes:
        if not route.endswith("*"):
            answer = application.ask(Asked(PREFIX + route, "run=\x80"))
            assert answer.status == 400
            assert answer.error.startswith("The query must be text in UTF-8. Received: ")
