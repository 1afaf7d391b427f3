"""What is said of a training is in its log, once, as it was said at that moment."""

import json
import warnings

import numpy as np
import pytest
import tensorflow as tf
from tensorboard.backend.event_processing import data_provider, plugin_event_multiplexer
from tensorboard.plugins import base_plugin
from werkzeug import test, wrappers

import tb_gradplugin as tbg
from tb_gradplugin.backend.loader import GradientHealthLoader
from tb_gradplugin.health import thresholds
from tests.event_logs import PLUGIN
from tests.recording.reading import read
from tests.recording.test_verdicts import OFTEN, deep_sigmoids, fit

pytestmark = pytest.mark.filterwarnings("ignore:html5lib's sanitizer:DeprecationWarning")


@pytest.fixture
def record(tmp_path):
    """Records gradients of one variable, a row for each, in a loop of its own."""

    def record(gradients, folder=tmp_path / "run", **options):
        variable = tf.Variable([1.0, 2.0], name="w")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            recorder = tbg.GradientRecorder(
                folder, [variable], verbose=False, every=1, flush_seconds=1e9, **options
            )
            with recorder:
                for gradient in gradients:
                    recorder.record([tf.constant(gradient)])
                    recorder.flush()
        return recorder

    return record


def test_the_log_of_a_sick_fit_has_the_verdict_as_it_was_said(tmp_path):
    said = []
    fit(deep_sigmoids(), tbg.GradientHealth(tmp_path, on_unhealthy=said.append, **OFTEN))
    (recorded,) = tbg.read(tmp_path).said
    assert [recorded.verdict] == said
    assert recorded.verdict.last_step <= recorded.step < 95
    assert recorded.last == tbg.read(tmp_path).verdicts[0]
    assert recorded.last.last_step == 95
    limit = recorded.verdict.limit
    assert recorded.thresholds[limit.name] == limit.value
    assert recorded.thresholds == {one.name: one.value for one in thresholds.ALL}
    assert (recorded.until, recorded.session) == (None, tbg.read(tmp_path).sessions[0])


def test_nothing_is_written_of_a_sound_training(record, tmp_path):
    record([[0.1, 0.2]] * 5)
    assert read(tmp_path / "run").verdicts == {}
    assert tbg.read(tmp_path / "run").said == ()


def test_it_is_written_when_it_is_said_and_what_became_of_it_at_the_end(record, tmp_path):
    record([[0.1, 0.2], [np.nan, 0.2], [np.nan, 0.2], [np.nan, 0.2]])
    (messages,) = read(tmp_path / "run").verdicts.values()
    first, last = messages
    ((said_first,), (said_last,)) = (first.said, last.said)
    assert said_first.verdict == said_first.last == said_last.verdict
    assert (said_first.step, said_first.last.last_step, said_last.last.last_step) == (1, 1, 3)


def test_what_is_taken_back_is_said_to_be_and_does_not_come_back(record, tmp_path):
    gradients = [[0.1, 0.2], [np.nan, 0.2], *([[0.1, 0.2]] * 3)]
    recorder = record(gradients)
    log = tbg.read(tmp_path / "run")
    assert [one.rule for one in recorder.verdicts] == ["intermittent"]
    assert log.verdicts == recorder.verdicts
    by_rule = {one.verdict.rule: one for one in log.said}
    assert list(by_rule) == ["nonfinite", "intermittent"]
    assert by_rule["nonfinite"].last is None
    assert by_rule["intermittent"].last == log.verdicts[0]


def test_the_tab_still_shows_what_its_sample_of_rows_does_not(tmp_path):
    fit(deep_sigmoids(), tbg.GradientHealth(tmp_path / "r", every=1))
    (said,) = tbg.read(tmp_path / "r").verdicts
    whole = ask(tmp_path, 1000, "?run=r")
    assert [one["rule"] for one in whole["verdicts"]] == ["vanishing"]
    sample = ask(tmp_path, 3, "?run=r")  # three rows are too few for a verdict
    assert sample["verdicts"] == whole["verdicts"]
    assert sample["verdicts"][0]["steps"] == said.steps > 3
    adjusted = ask(tmp_path, 3, "?run=r&vanishing.lost_ratio=1e-9")
    assert adjusted["verdicts"] == []


def ask(logdir, samples, path):
    """GET of the verdicts, from a TensorBoard that keeps so many samples of a tag."""
    multiplexer = plugin_event_multiplexer.EventMultiplexer(tensor_size_guidance={PLUGIN: samples})
    multiplexer.AddRunsFromDirectory(str(logdir))
    multiplexer.Reload()
    provider = data_provider.MultiplexerDataProvider(multiplexer, str(logdir))
    context = base_plugin.TBContext(data_provider=provider)
    app = GradientHealthLoader().load(context).get_plugin_apps()["/verdicts"]
    response = test.Client(app, wrappers.Response).get(f"/verdicts{path}")
    assert response.status_code == 200
    return json.loads(response.get_data())
