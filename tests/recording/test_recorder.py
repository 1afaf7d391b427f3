"""`GradientRecorder` in eager loops, in `tf.function` and under XLA."""

import gc
import subprocess
import sys
import textwrap
import threading

import numpy as np
import pytest
import tensorflow as tf

import tb_gradplugin as tbg
from tb_gradplugin.schema import statistics
from tests.recording.reading import read


@pytest.fixture
def variables():
    return [tf.Variable(tf.ones([3, 4]), name="w"), tf.Variable([1.0, 2.0], name="b")]


def _step(recorder, jit_compile=False):
    @tf.function(jit_compile=jit_compile)
    def step(scale):
        recorder.record([tf.fill([3, 4], scale), None], loss=scale)

    return step


@pytest.mark.parametrize("how", ["eager", "graph", "xla"])
def test_each_call_is_a_step_and_a_null_gradient_arrives_as_null(tmp_path, variables, how):
    with tbg.GradientRecorder(tmp_path, variables, every=1) as recorder:
        step = (
            (lambda scale: recorder.record([tf.fill([3, 4], scale), None], loss=scale))
            if how == "eager"
            else _step(recorder, jit_compile=how == "xla")
        )
        for number in range(25):
            step(tf.constant(float(number + 1)))
    log = read(tmp_path)
    assert log.steps == list(range(25))
    assert log.names == ["w", "b"]
    for row in log.rows:
        assert row["state"].dtype == np.uint8
        assert row["state"].tolist() == [1, 4]
        assert row["l2_norm"][0] == pytest.approx((row.step + 1) * np.sqrt(12), rel=1e-6)
        assert row["loss"] == row.step + 1


def test_every_statistic_is_a_float32_vector_over_the_variables(tmp_path, variables):
    with tbg.GradientRecorder(tmp_path, variables) as recorder:
        recorder.record([tf.ones([3, 4]), tf.ones([2])])
    (row,) = read(tmp_path).rows
    for name in statistics.NAMES:
        assert row[name].dtype == np.float32
        assert row[name].shape == (2,)
    assert row["loss"].shape == ()
    assert np.isnan(row["loss"])


def test_a_loop_inside_a_function_is_read_while_it_runs_and_no_row_is_torn(tmp_path):
    size = 40
    variables = [tf.Variable(tf.zeros([3]), name=f"v{i}") for i in range(size)]
    steps = 8_000
    recorder = tbg.GradientRecorder(tmp_path, variables, every=1, max_rows=None, flush_seconds=0.01)

    @tf.function
    def loop():
        for number in tf.range(steps):
            value = tf.cast(number + 1, tf.float32)
            recorder.record([tf.fill([3], value)] * size, loss=value)

    with recorder:
        loop()
    log = read(tmp_path)
    assert log.steps == sorted(set(log.steps))
    assert len(log.rows) > 400, "the background thread read while the loop ran"
    (counters,) = log.counters.values()
    assert len(log.rows) + counters[-1].lost_rows == steps
    for row in log.rows:
        assert (row["max_abs"] == row.step + 1).all()
        assert row["loss"] == row.step + 1


def test_leaving_the_with_block_by_an_exception_writes_what_was_recorded(tmp_path, variables):
    def interrupted():
        with tbg.GradientRecorder(tmp_path, variables) as recorder:
            _step(recorder)(tf.constant(1.0))
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert read(tmp_path).steps == [0]


def test_flush_hands_every_finished_step_to_the_file_system(tmp_path, variables):
    recorder = tbg.GradientRecorder(tmp_path, variables, flush_seconds=1000)
    for _ in range(3):
        _step(recorder)(tf.constant(1.0))
    recorder.flush()
    assert read(tmp_path).steps == [0, 1, 2]
    recorder.close()


def test_a_script_without_with_loses_nothing(tmp_path):
    script = f"""
        import tensorflow as tf
        import tb_gradplugin as tbg
        w = tf.Variable([1.0, 2.0])
        recorder = tbg.GradientRecorder({str(tmp_path)!r}, [w], flush_seconds=1000)
        step = tf.function(lambda: recorder.record([w * 2]))
        for _ in range(5):
            step()
    """
    subprocess.run([sys.executable, "-c", textwrap.dedent(script)], check=True, timeout=120)
    assert read(tmp_path).steps == [0, 1, 2, 3, 4]


def test_a_recorder_that_is_let_go_of_is_closed_and_its_thread_ends(tmp_path, variables):
    recorder = tbg.GradientRecorder(tmp_path, variables, flush_seconds=0.01)
    _step(recorder)(tf.constant(1.0))
    (thread,) = [t for t in threading.enumerate() if t.name == "gradient-health"]
    del recorder
    gc.collect()
    thread.join(timeout=10)
    assert not thread.is_alive()
    assert read(tmp_path).steps == [0]


def test_it_may_be_let_go_of_while_a_function_is_being_traced(tmp_path, variables):
    recorders = [tbg.GradientRecorder(tmp_path, variables, flush_seconds=1000)]
    recorders[0].record([tf.ones([3, 4]), None])

    @tf.function
    def traced():
        recorders.clear()
        gc.collect()

    traced()
    assert read(tmp_path).steps == [0]


def test_initial_step_continues_an_earlier_training(tmp_path, variables):
    for initial_step in (0, 5):
        with tbg.GradientRecorder(tmp_path, variables, initial_step=initial_step) as recorder:
            for _ in range(5):
                recorder.record([tf.ones([3, 4]), tf.ones([2])])
    log = read(tmp_path)
    assert log.steps == list(range(10))
    assert [session.initial_step for session in log.sessions] == [0, 5]
    assert log.sessions[0].id != log.sessions[1].id


def test_steps_beyond_float32_are_exact(tmp_path, variables):
    start = 2**53 + 1
    with tbg.GradientRecorder(tmp_path, variables, initial_step=start) as recorder:
        for _ in range(3):
            recorder.record([tf.ones([3, 4]), tf.ones([2])])
    assert read(tmp_path).steps == [start, start + 1, start + 2]


def test_variables_have_unique_names_and_layers(tmp_path):
    variables = [
        tf.Variable([1.0], name="a/w"),
        tf.Variable([1.0], name="a/w"),
        tf.Variable([1.0], name="a/w_2"),
        tf.Variable(1.0, name="alone"),
    ]
    with tbg.GradientRecorder(tmp_path, variables) as recorder:
        recorder.record([None] * 4)
    log = read(tmp_path)
    assert log.names == ["a/w", "a/w_2", "a/w_2_2", "alone"]
    (table,) = log.tables.values()
    assert [v.layer for v in table.variables] == ["a", "a", "a", ""]
    assert [v.shape for v in table.variables] == [(1,), (1,), (1,), ()]


def test_the_environment_switches_recording_off(tmp_path, variables, monkeypatch):
    monkeypatch.setenv("TB_GRADPLUGIN_DISABLE", "1")
    with tbg.GradientRecorder(tmp_path / "run", variables) as recorder:
        _step(recorder)(tf.constant(1.0))
    assert not (tmp_path / "run").exists()


def test_what_is_recorded_does_not_enter_the_gradient(tmp_path):
    variable = tf.Variable([2.0, 3.0])
    with tbg.GradientRecorder(tmp_path, [variable]) as recorder:
        with tf.GradientTape() as outer:
            with tf.GradientTape() as inner:
                loss = tf.reduce_sum(variable**3)
            (gradient,) = inner.gradient(loss, [variable])
            recorder.record([gradient])
        second = outer.gradient(gradient, variable)
    assert second.numpy().tolist() == [12, 18]
