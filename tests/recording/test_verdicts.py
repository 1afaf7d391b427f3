"""Real small trainings, judged while they run: what is told, and what is done about it."""

import time
import warnings

import keras
import numpy as np
import pytest
import tensorflow as tf

import tb_gradplugin as tbg
from tb_gradplugin.recording.health_warning import GradientHealthWarning
from tb_gradplugin.schema.verdicts import Verdict
from tests.recording import keras_models as models

RANDOM = np.random.default_rng(0)
X = RANDOM.normal(size=[256, 8]).astype(np.float32)
Y = (X[:, :1] > 0).astype(np.float32)
OFTEN = {"every": 5, "flush_seconds": 1e-6}


def deep_sigmoids() -> keras.Model:
    keras.utils.set_random_seed(3)
    hidden = [keras.layers.Dense(8, activation="sigmoid", name=f"d{i}") for i in range(12)]
    model = keras.Sequential(
        [keras.Input([8]), *hidden, keras.layers.Dense(1, name="outputs")], name="deep"
    )
    model.compile("adam", keras.losses.BinaryCrossentropy(from_logits=True))
    return model


def fit(model, *callbacks, inputs=X, epochs=3):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always", GradientHealthWarning)
        history = model.fit(
            inputs, Y, batch_size=8, epochs=epochs, shuffle=False, verbose=0, callbacks=callbacks
        )
    texts = [str(w.message) for w in caught if issubclass(w.category, GradientHealthWarning)]
    return history, texts


def with_nan() -> np.ndarray:
    inputs = X.copy()
    inputs[84, 2] = np.nan  # in step 10
    return inputs


def test_a_sick_fit_is_warned_of_once_and_the_log_says_the_same(tmp_path):
    callback = tbg.GradientHealth(tmp_path, **OFTEN)
    _, texts = fit(deep_sigmoids(), callback)
    (text,) = texts
    assert text.startswith("tb_gradplugin: GH201 vanishing \u00b7 warning\n")
    (verdict,) = callback.verdicts
    assert (verdict.rule, verdict.last_step) == ("vanishing", 95)
    assert tbg.read(tmp_path).verdicts == callback.verdicts


def test_a_sound_fit_is_not_warned_of(tmp_path):
    callback = tbg.GradientHealth(tmp_path, **OFTEN)
    _, texts = fit(models.sequential(), callback, inputs=X[:, :6], epochs=4)
    assert texts == []
    assert callback.verdicts == ()
    assert tbg.read(tmp_path).verdicts == ()


def test_stop_ends_fit_on_an_error_as_keras_itself_does(tmp_path):
    model = deep_sigmoids()
    callback = tbg.GradientHealth(tmp_path, on_unhealthy="stop", **OFTEN)
    history, texts = fit(model, callback, inputs=with_nan(), epochs=50)
    assert len(history.history["loss"]) == 1
    assert model.stop_training is True
    (text,) = [text for text in texts if "GH203 nonfinite" in text]
    last_line = text.splitlines()[-1]
    assert last_line == '  stop       The training is to end here, as `on_unhealthy="stop"` asks.'
    assert callback.verdicts[0].first_step == 10
    assert int(model.optimizer.iterations.numpy()) < 20


def test_stop_does_not_end_fit_on_a_warning(tmp_path):
    callback = tbg.GradientHealth(tmp_path, on_unhealthy="stop", **OFTEN)
    history, texts = fit(deep_sigmoids(), callback)
    assert len(history.history["loss"]) == 3
    assert len(texts) == 1


def test_a_callable_is_given_each_verdict_once_and_nothing_is_warned(tmp_path):
    given: list[Verdict] = []
    callback = tbg.GradientHealth(tmp_path, on_unhealthy=given.append, **OFTEN)
    _, texts = fit(deep_sigmoids(), callback)
    assert texts == []
    assert [verdict.rule for verdict in given] == ["vanishing"]


def test_print_as_the_callable_prints_the_text_of_each_verdict(tmp_path, capsys):
    fit(deep_sigmoids(), tbg.GradientHealth(tmp_path, on_unhealthy=print, **OFTEN))
    (judged,) = tbg.read(tmp_path).verdicts
    printed = capsys.readouterr().out
    assert printed.startswith("GH201 vanishing \u00b7 warning\nThe gradients of ")
    assert next(line for line in str(judged).splitlines() if line.startswith("  why")) in printed


def test_what_a_callable_raises_ends_fit_and_leaves_nothing_wrapped(tmp_path):
    def refuse(verdict: Verdict) -> None:
        raise RuntimeError(verdict.rule)

    model = deep_sigmoids()
    before = model.train_step.__func__
    with pytest.raises(RuntimeError, match="nonfinite"):
        fit(model, tbg.GradientHealth(tmp_path, on_unhealthy=refuse, **OFTEN), inputs=with_nan())
    assert model.train_step.__func__ is before
    assert "apply" not in vars(model.optimizer)


@pytest.mark.parametrize("how", ["eager", "graph"])
def test_a_loop_of_ones_own_can_ask_whether_to_stop(tmp_path, how):
    variable = tf.Variable([1.0, 2.0], name="w")
    with (
        warnings.catch_warnings(record=True) as caught,
        tbg.GradientRecorder(
            tmp_path, [variable], on_unhealthy="stop", verbose=False, every=1, flush_seconds=0.01
        ) as recorder,
    ):
        warnings.simplefilter("always", GradientHealthWarning)

        def step(gradient):
            recorder.record([gradient], loss=tf.reduce_sum(variable))
            variable.assign_sub(0.01 * gradient)

        step = step if how == "eager" else tf.function(step)
        for _ in range(5):
            step(tf.constant([0.1, 0.2]))
        time.sleep(0.1)
        assert recorder.stop_training is False
        step(tf.constant([np.nan, 0.2]))
        recorder.flush()
        assert recorder.stop_training is True
        assert [v.rule for v in recorder.verdicts] == ["nonfinite"]
        assert recorder.verdicts[0].first_step == 5
    assert sum("GH203 nonfinite" in str(w.message) for w in caught) == 1
    assert tbg.read(tmp_path).verdicts == recorder.verdicts


def test_what_a_callable_raises_in_the_background_is_warned_of(tmp_path):
    def refuse(_: Verdict) -> None:
        raise RuntimeError("no")

    variable = tf.Variable([1.0], name="w")
    recorder = tbg.GradientRecorder(
        tmp_path, [variable], on_unhealthy=refuse, verbose=False, every=1, flush_seconds=0.05
    )
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")

        @tf.function
        def step():
            recorder.record([tf.constant([np.nan], tf.float32)])

        step()
        deadline = time.monotonic() + 20
        while not caught and time.monotonic() < deadline:
            step()
            time.sleep(0.05)
        recorder.close()
    assert any("`on_unhealthy` raised RuntimeError: no" in str(w.message) for w in caught)


def test_a_gradient_that_is_missing_is_told_once_by_its_explanation(tmp_path):
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Gradients do not exist")
        callback = tbg.GradientHealth(tmp_path, **OFTEN)
        _, texts = fit(models.with_unused_head(), callback, inputs=X[:, :6])
    (text,) = texts
    assert "GN104" in text
    assert [verdict.rule for verdict in callback.verdicts] == ["null"]


def test_a_second_fit_with_another_start_judges_on(tmp_path):
    model, callback = deep_sigmoids(), tbg.GradientHealth(tmp_path, **OFTEN)
    _, first = fit(model, callback)
    _, second = fit(model, callback)
    assert (len(first), len(second)) == (1, 0)
    assert tbg.read(tmp_path).verdicts == callback.verdicts


def test_steps_behind_the_last_row_are_judged_when_a_session_ends(tmp_path):
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Gradients do not exist")
        callback = tbg.GradientHealth(tmp_path, flush_seconds=1e-6)  # rows of steps 0 to 9
        fit(models.with_unused_head(), callback, inputs=X[:, :6], epochs=1)
    (verdict,) = callback.verdicts
    assert verdict.rule == "null"
    assert (verdict.steps, verdict.of_steps, verdict.last_step) == (32, 32, 31)
    assert tbg.read(tmp_path).verdicts == callback.verdicts


@pytest.mark.parametrize(
    ("given", "error"), [("shout", ValueError), (None, TypeError), (3, TypeError)]
)
def test_another_wish_is_refused(tmp_path, given, error):
    said = '`on_unhealthy` must be "warn", "stop" or a callable'
    with pytest.raises(error, match=said):
        tbg.GradientHealth(tmp_path, on_unhealthy=given)
    with pytest.raises(error, match=said):
        tbg.GradientRecorder(tmp_path, [tf.Variable(1.0)], on_unhealthy=given)
