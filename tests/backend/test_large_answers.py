"""Answers too large for the data server, asked of the real one with a lower limit."""

import subprocess
import time

import grpc
import numpy as np
import pytest
from tensorboard.data import grpc_provider, server_ingester
from tensorboard.util import grpc_util

from tb_gradplugin.backend import tensors
from tb_gradplugin.backend.queries import RunQueries
from tb_gradplugin.backend.tensors import DataServerError
from tests import event_logs
from tests.end_to_end.servers import data_server_is_available

A = "aaaaaaaa"
LIMIT_BYTES = 100_000


@pytest.fixture(scope="module")
def logdir(tmp_path_factory):
    """700 variables: 2,800 bytes per event in "wide", 200,000 in "giant"."""
    logdir = tmp_path_factory.mktemp("logs")
    steps = range(100)
    norms = np.arange(70_000, dtype=np.float32).reshape(100, 700)
    names = [f"v{i}" for i in range(700)]
    vectors = {"l2_norm": norms, "state": np.ones(norms.shape, np.uint8)}
    event_logs.write_run(logdir / "wide", A, names, steps, vectors)
    with event_logs.EventFile(logdir / "giant") as file:
        file.table(A, event_logs.table(A, ["a"]))
        file.row(A, 0, event_logs.START, {"l2_norm": np.ones(50_000, np.float32)})
        file.row(A, 0, event_logs.START, {"state": np.ones(1, np.uint8)})
    return logdir


@pytest.fixture(scope="module")
def provider(logdir, tmp_path_factory):
    """TensorBoard's own provider over its own server, on a channel of LIMIT_BYTES."""
    if not data_server_is_available():
        pytest.skip("There is no tensorboard-data-server for this platform.")
    port_file = tmp_path_factory.mktemp("port") / "port"
    server = subprocess.Popen(
        [
            server_ingester.get_server_binary().path,
            *(f"--logdir={logdir}", "--reload=1", "--port=0", f"--port-file={port_file}"),
            f"--samples-per-plugin={event_logs.PLUGIN}=1000",
        ]
    )
    deadline = time.monotonic() + 30
    while not (port_file.exists() and port_file.read_text().endswith("\n")):
        assert time.monotonic() < deadline
        time.sleep(0.05)
    address = f"localhost:{port_file.read_text().strip()}"
    credentials, options = grpc_util.ChannelCredsType.LOCAL.channel_config()
    options.append(("grpc.max_receive_message_length", LIMIT_BYTES))
    channel = grpc.secure_channel(address, credentials, options=options)
    yield grpc_provider.GrpcDataProvider(address, grpc_provider.make_stub(channel))
    channel.close()
    server.terminate()
    server.wait(10)


@pytest.fixture(scope="module")
def asked(provider, scope):
    asked = RunQueries(provider)
    deadline = time.monotonic() + 30
    while len(asked.runs(scope)) < 2 and time.monotonic() < deadline:
        time.sleep(0.1)
    return asked


def test_a_tag_that_is_too_large_is_thinned_out_and_keeps_its_last_row(asked, scope):
    matrix = asked.statistic(scope, "wide", "l2_norm")
    assert 15 < len(matrix.steps) < LIMIT_BYTES // 2800
    assert matrix.steps[-1] == 99
    for step, row in zip(matrix.steps, matrix.values, strict=True):
        np.testing.assert_array_equal(row, np.arange(700) + step * 700)
    (summary,) = [summary for summary in asked.runs(scope) if summary.run == "wide"]
    assert (
        f"`gradient_health/l2_norm/{A}` is thinned out to {len(matrix.steps)} rows: more of them "
        "are too large for one answer of TensorBoard's data server."
    ) in summary.notes


def test_a_single_value_that_is_too_large_is_left_out_and_said(asked, scope):
    assert asked.statistic(scope, "giant", "l2_norm").values.shape == (0, 1)
    (summary,) = [summary for summary in asked.runs(scope) if summary.run == "giant"]
    assert (summary.problem, summary.last_step) == (None, 0)
    (note,) = summary.notes
    assert note == (
        f"`gradient_health/l2_norm/{A}` is left out: a value must be small enough for the data "
        "server to send it."
    )


def test_no_more_is_asked_for_than_the_real_limit_allows(provider, scope, monkeypatch):
    monkeypatch.setattr(tensors, "RESPONSE_LIMIT_BYTES", 50_000)
    reader = tensors.TensorReader(provider)
    events = reader.read(scope, "wide", f"gradient_health/l2_norm/{A}", 2800)
    assert len(events) == 50_000 // (2800 + 128)
    assert events[-1].step == 99


def test_thinned_out_states_and_norms_are_of_the_same_steps(asked, provider, scope, monkeypatch):
    assert asked.runs(scope)
    monkeypatch.setattr(tensors, "RESPONSE_LIMIT_BYTES", 50_000)
    afresh = RunQueries(provider)
    norms = afresh.statistic(scope, "wide", "l2_norm")
    statuses = afresh.statistic(scope, "wide", "status")
    assert len(statuses.steps) == 50_000 // (2800 + 128)
    np.testing.assert_array_equal(statuses.steps, norms.steps)


def test_a_data_server_that_does_not_answer_is_named(scope):
    channel = grpc.insecure_channel("localhost:1")
    asked = RunQueries(grpc_provider.GrpcDataProvider("", grpc_provider.make_stub(channel)))
    for question in (asked.runs, lambda scope: asked.statistic(scope, "r", "l2_norm")):
        with pytest.raises(DataServerError, match="must be running and able to answer"):
            question(scope)
    channel.close()
