"""What only the full row of a training knows: updates, loss, learning rate, clipping."""

import itertools

import keras
import numpy as np
import pytest
import tensorflow as tf

import tb_gradplugin as tbg
from tests.recording import keras_models as models
from tests.recording.reading import read

WAYS = {"graph": {}, "xla": {"jit_compile": True}, "eager": {"run_eagerly": True}}


@pytest.mark.parametrize("way", WAYS)
def test_the_update_ratio_is_what_the_optimizer_really_changed(tmp_path, way):
    model = models.sequential(**WAYS[way])
    snapshots = [[v.numpy() for v in model.trainable_variables]]
    spy = keras.callbacks.LambdaCallback(
        on_train_batch_end=lambda *_, **__: snapshots.append(
            [v.numpy() for v in model.trainable_variables]
        )
    )
    models.fit(model, spy, tbg.GradientHealth(tmp_path, every=1), epochs=1)
    log = read(tmp_path)
    for step, (before, after) in enumerate(itertools.pairwise(snapshots)):
        for i, (old, new) in enumerate(zip(before, after, strict=True)):
            norm = np.linalg.norm(old.astype(np.float64))
            change = np.linalg.norm(new.astype(np.float64) - old)
            got = log.at(step)["update_ratio"][i]
            assert np.isnan(got) if norm == 0 else got == pytest.approx(change / norm, rel=1e-3)


@pytest.mark.parametrize("jit_compile", [False, True])
def test_a_recorder_learns_of_an_update_at_the_next_step_or_at_the_end(tmp_path, jit_compile):
    variable = tf.Variable([3.0, 4.0])
    with tbg.GradientRecorder(tmp_path, [variable], verbose=False) as recorder:

        @tf.function(jit_compile=jit_compile)
        def step(factor):
            recorder.record([variable * 0.1])
            variable.assign(variable * factor)

        for factor in (0.5, 0.9, 1.0):
            step(tf.constant(factor))
    ratios = [row["update_ratio"][0] for row in read(tmp_path).rows]
    assert ratios == pytest.approx([0.5, 0.1, 0.0], abs=1e-6)


def test_rows_flushed_before_their_update_have_no_ratio_yet(tmp_path):
    variable = tf.Variable([3.0, 4.0])
    recorder = tbg.GradientRecorder(tmp_path, [variable], verbose=False)
    recorder.record([tf.ones([2])])
    recorder.flush()
    (row,) = read(tmp_path).rows
    assert np.isnan(row["update_ratio"][0])
    variable.assign([3.0, 5.0])
    recorder.record([tf.ones([2])])
    recorder.close()
    assert read(tmp_path).steps == [0, 1]


@pytest.mark.parametrize("jit_compile", [False, True])
def test_a_row_that_only_a_change_of_state_brings_has_no_norm_and_no_ratio(tmp_path, jit_compile):
    variable = tf.Variable([3.0, 4.0])
    with tbg.GradientRecorder(tmp_path, [variable], every=4, first=1, verbose=False) as recorder:

        @tf.function(jit_compile=jit_compile)
        def step(gradient):
            recorder.record([gradient])
            variable.assign(variable * 0.5)

        for number in range(9):
            step(tf.constant([0.0, 0.0] if number == 6 else [1.0, 0.0]))
    log = read(tmp_path)
    assert log.steps == [0, 4, 6, 7, 8]
    norms = [row["variable_norm"][0] for row in log.rows]
    ratios = [row["update_ratio"][0] for row in log.rows]
    expected = [5.0, 5.0 / 2**4, np.nan, np.nan, 5.0 / 2**8]
    assert norms == pytest.approx(expected, nan_ok=True)
    assert ratios == pytest.approx([0.5, 0.5, np.nan, np.nan, 0.5], nan_ok=True)


def test_update_ratio_and_histogram_can_be_left_out(tmp_path):
    models.fit(
        models.sequential(),
        tbg.GradientHealth(tmp_path, update_ratio=False, histogram=False),
        epochs=1,
    )
    kinds = {kind for row in read(tmp_path).rows for kind in row.values}
    assert not any("update_ratio" in kind or "histogram" in kind for kind in kinds)
    assert "l2_norm" in kinds


@pytest.mark.filterwarnings("ignore:tb_gradplugin:UserWarning")  # why it is missing
@pytest.mark.parametrize("way", [*WAYS, "scaled"])
def test_in_fit_the_loss_and_the_learning_rate_are_known(tmp_path, way):
    schedule = keras.optimizers.schedules.ExponentialDecay(0.1, 1, 0.9)
    optimizer = keras.optimizers.SGD(schedule)
    if way == "scaled":
        optimizer = keras.optimizers.LossScaleOptimizer(optimizer, initial_scale=64.0)
    model = models.with_unused_head(optimizer=optimizer, **WAYS.get(way, {}))
    losses = []
    spy = keras.callbacks.LambdaCallback(
        on_train_batch_end=lambda batch, logs: losses.append(logs["loss"])
    )
    with pytest.warns(UserWarning, match="Gradients do not exist"):
        models.fit(model, spy, tbg.GradientHealth(tmp_path, every=1), epochs=1)
    # Keras reports the mean over the epoch so far.
    totals = np.array(losses) * np.arange(1, len(losses) + 1)
    for step, row in enumerate(read(tmp_path).rows):
        expected = totals[step] - (totals[step - 1] if step else 0)
        assert row["loss"] == pytest.approx(expected, rel=1e-3)
        assert row["learning_rate"] == pytest.approx(0.1 * 0.9**step, rel=1e-5)
        assert np.isnan(row["loss_scale"]) if way != "scaled" else row["loss_scale"] == 64


@pytest.mark.parametrize(
    ("clipping", "limit"), [({"global_clipnorm": 0.05}, 0.05), ({"clipnorm": 0.02}, 0.02), ({}, 0)]
)
def test_the_global_norm_before_and_after_clipping(tmp_path, clipping, limit):
    model = models.sequential(optimizer=keras.optimizers.SGD(0.01, **clipping))
    models.fit(model, tbg.GradientHealth(tmp_path, every=1), epochs=1)
    log = read(tmp_path)
    clipped_steps = 0
    for row in log.rows:
        norms = row["l2_norm"].astype(np.float64)
        whole = np.sqrt(np.sum(norms**2))
        assert row["global_norm"] == pytest.approx(whole, rel=1e-5)
        if "global_clipnorm" in clipping:
            expected, clips = min(whole, limit), whole > limit
        else:
            expected = np.sqrt(np.sum(np.minimum(norms, limit) ** 2)) if limit else np.nan
            clips = limit and (norms > limit).any()
        assert row["clipped_global_norm"] == pytest.approx(expected, rel=1e-5, nan_ok=True)
        clipped_steps += bool(clips)
    (messages,) = log.counters.values()
    assert messages[-1].clipped_steps == clipped_steps
    assert clipped_steps or not clipping


def test_a_skipped_step_is_counted_as_skipped_and_not_as_sick(tmp_path):
    optimizer = keras.optimizers.LossScaleOptimizer(
        keras.optimizers.SGD(0.01), initial_scale=2.0**127
    )
    model = models.sequential(optimizer=optimizer)
    models.fit(model, tbg.GradientHealth(tmp_path, every=1), epochs=2)
    log = read(tmp_path)
    (messages,) = log.counters.values()
    scales = [row["loss_scale"] for row in log.rows]
    skipped = [row.step for row in log.rows if (row["state"] == 3).any()]
    assert skipped, "the scale was meant to be too large at first"
    assert messages[-1].skipped_steps == len(skipped)
    assert not any(counts.nonfinite for counts in messages[-1].variables.values())
    assert log.incidents == {}
    for step in skipped:
        assert scales[step + 1] == scales[step] / 2
        assert (log.at(step)["update_ratio"][log.at(step)["variable_norm"] > 0] == 0).all()
