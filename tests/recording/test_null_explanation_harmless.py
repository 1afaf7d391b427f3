"""Explaining a missing gradient never costs more than a warning."""

import subprocess
import sys
import textwrap
import warnings

import pytest

import tb_gradplugin as tbg
from tb_gradplugin.recording.health_warning import GradientHealthWarning
from tests.recording import keras_models

NOT_OURS = "ignore:Gradients do not exist:UserWarning"


@pytest.mark.filterwarnings(NOT_OURS)
def test_where_warnings_are_errors_the_training_goes_on(tmp_path):
    with warnings.catch_warnings():
        warnings.simplefilter("error", GradientHealthWarning)
        keras_models.fit(keras_models.with_unused_head(), tbg.GradientHealth(tmp_path))
    log = tbg.read(tmp_path)
    assert len(log.findings) == 1


@pytest.mark.filterwarnings(NOT_OURS)
def test_a_failure_of_the_explanation_costs_a_warning_and_not_the_training(tmp_path, monkeypatch):
    from tb_gradplugin.capture.graphs import graph_trace

    def failing(*_, **__):
        raise RuntimeError("of our own")

    monkeypatch.setattr(graph_trace, "program_of_graph", failing)
    plain = keras_models.with_unused_head()
    keras_models.fit(plain)
    model = keras_models.with_unused_head()
    with (
        pytest.warns(GradientHealthWarning, match="null"),  # by the rules, which need no reason
        pytest.warns(RuntimeWarning, match="could not be found out, because of RuntimeError"),
    ):
        keras_models.fit(model, tbg.GradientHealth(tmp_path))
    assert keras_models.same_bits(keras_models.weights(model), keras_models.weights(plain))


@pytest.mark.filterwarnings(NOT_OURS)
def test_explaining_leaves_the_trained_weights_as_they_are(tmp_path):
    plain, model = keras_models.with_unused_head(), keras_models.with_unused_head()
    keras_models.fit(plain)
    with pytest.warns(GradientHealthWarning):
        keras_models.fit(model, tbg.GradientHealth(tmp_path))
    assert keras_models.same_bits(keras_models.weights(model), keras_models.weights(plain))


def test_where_nothing_is_missing_nothing_of_the_explanation_is_even_loaded(tmp_path):
    program = """
        import sys, numpy as np, keras, tb_gradplugin as tbg
        model = keras.Sequential([keras.Input([2]), keras.layers.Dense(1)])
        model.compile("sgd", "mse")
        x = np.ones([8, 2], "float32")
        model.fit(x, x[:, :1], verbose=0, callbacks=[tbg.GradientHealth(sys.argv[1])])
        loaded = [m for m in sys.modules if m.startswith(("tb_gradplugin.capture.",
                                                          "tb_gradplugin.diagnosis."))]
        print("loaded:", loaded)
    """
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(program), str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert "loaded: []" in done.stdout, done.stderr
