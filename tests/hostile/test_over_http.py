"""The same over HTTP: a real TensorBoard, in both of its ways of reading logs."""

import random

import numpy as np
import pytest

from tests import event_logs
from tests.benchmarks.load import resident_megabytes
from tests.end_to_end.servers import MODES, TensorBoard, data_server_is_available, wait_for
from tests.event_logs import START, EventFile, table
from tests.hostile import odd_requests
from tests.hostile.odd_messages import DIGESTS, NAMES, claims
from tests.hostile.wsgi import PREFIX

A, B = DIGESTS
ROUTES = ("runs", "variables", "statistic", "curves", "histogram", "findings", "verdicts")

MOST_MEGABYTES = 700
"""Above what is resident before the run that claims gigabytes is asked for."""


@pytest.fixture(scope="module")
def logdir(tmp_path_factory):
    """A sound run, and one whose tensors claim to be gigabytes."""
    logdir = tmp_path_factory.mktemp("logs")
    found = claims()
    for run in ("sound", "claims"):
        with EventFile(logdir / run) as file:
            file.table(A, table(A, NAMES))
            for step, message in enumerate(found.values()):
                row = {"state": np.ones(3, np.uint8), "l2_norm": np.ones(3, np.float32)}
                file.row(A, 2 * step, START + 2 * step, row)
                if run == "sound":
                    continue
                for kind in ("l2_norm", "state", "max_abs", "loss"):
                    tag = f"gradient_health/{kind}/{A}"
                    file.values(2 * step + 1, START + 2 * step + 1, {tag: message})
                for kind in ("counters", "findings", "verdicts"):
                    tag = f"gradient_health/{kind}/{A}/{event_logs.session_id(START)}"
                    file.values(2 * step + 1, START + 2 * step + 1, {tag: message})
    return logdir


@pytest.fixture(scope="module", params=sorted(MODES))
def server(request, logdir):
    if request.param == "data_server" and not data_server_is_available():
        pytest.skip("There is no tensorboard-data-server for this platform.")
    with TensorBoard(logdir, mode=request.param) as server:
        wait_for(lambda: len(server.runs()) == 2, lambda: server.output)
        yield server


def test_tensors_that_claim_gigabytes_are_left_out_and_the_rest_is_shown(server):
    parameters = {"run": "claims", "name": "l2_norm", "variable": NAMES[0]}
    before = resident_megabytes(server.pid)
    for route in ROUTES:
        answer = server.route(route, **parameters) if route != "verdicts" else None
        answer = answer or server.route(route, run="claims")
        assert answer.status == 200, (route, answer.body[:500])
    assert resident_megabytes(server.pid) - before < MOST_MEGABYTES
    shown = server.statistic("claims", "l2_norm")
    assert len(shown.steps) >= len(claims()) - 2
    np.testing.assert_array_equal(shown.values, np.ones(shown.values.shape))
    notes = server.runs()["claims"]["notes"]
    assert any(f"events of `gradient_health/l2_norm/{A}` are left out" in note for note in notes)
    assert len(server.statistic("sound", "l2_norm").steps) == len(claims())


def test_odd_requests_are_refused_with_a_text_and_leave_nothing_in_the_log(server):
    draw = random.Random(7)
    statuses = set()
    for _ in range(150):
        route = draw.choice((*ROUTES, "index.js"))
        values = [*odd_requests.NUMBERS[:8], *odd_requests.TEXTS[:20], "sound", "l2_norm"]
        query = "&".join(
            f"{name}={odd_requests.quoted(draw.choice(values))}"
            for name in draw.sample(("run", "name", "variable", "x", "recent.rows"), 3)
        )
        headers = draw.choice([h for h in odd_requests.HEADERS if "Content-Length" not in h])
        headers = {name: value for name, value in headers.items() if name != "Transfer-Encoding"}
        answer = server.get(
            f"{PREFIX}/{route}?{query}", draw.choice(("GET", "GET", "HEAD", "PUT")), headers
        )
        statuses.add(answer.status)
        assert answer.status < 500, (route, query, headers, answer.body[:300])
    for tail in odd_requests.TAILS:
        if tail.isascii() and tail.isprintable() and " " not in tail:
            answer = server.get(f"{PREFIX}/static/{tail}")
            assert answer.status == 404, tail
    assert server.get(f"{PREFIX}/runs?" + "a=b&" * 10_000).status in (200, 414)
    assert statuses == {200, 400, 404, 405}
    assert "In 3.0" not in server.output
    assert "Traceback" not in server.output
