"""`tbg.summary.gradients` follows the rules of tf.summary."""

import numpy as np
import pytest
import tensorflow as tf

import tb_gradplugin as tbg
from tests.recording.reading import read


@pytest.fixture
def variables():
    return [tf.Variable([1.0, 2.0], name="w"), tf.Variable(3.0, name="b")]


@pytest.fixture
def writer(tmp_path):
    writer = tf.summary.create_file_writer(str(tmp_path))
    yield writer
    writer.close()


def test_it_writes_what_the_recorder_writes(tmp_path, variables):
    gradients = [tf.constant([3.0, np.nan]), None]
    with tbg.GradientRecorder(tmp_path / "recorder", variables) as recorder:
        recorder.record(gradients, loss=7.0)
    writer = tf.summary.create_file_writer(str(tmp_path / "summary"))
    with writer.as_default():
        assert tbg.summary.gradients(gradients, variables, step=0, loss=7.0)
    writer.close()
    (recorded,) = read(tmp_path / "recorder").rows
    (written,) = read(tmp_path / "summary").rows
    assert recorded.digest == written.digest
    # What the optimizer does cannot be seen from one call.
    unknown = {"update_ratio", "learning_rate", "loss_scale", "global_norm", "clipped_global_norm"}
    assert recorded.values.keys() - written.values.keys() == unknown
    for kind, values in written.values.items():
        assert recorded[kind].dtype == values.dtype
        np.testing.assert_array_equal(recorded[kind], values)


def test_it_works_in_a_function_with_a_step_of_the_graph(tmp_path, variables, writer):
    @tf.function
    def step(number):
        return tbg.summary.gradients([variables[0] * 2, None], variables, step=number)

    with writer.as_default():
        for number in range(4):
            assert step(tf.constant(number, tf.int64))
    writer.flush()
    log = read(tmp_path)
    assert log.steps == [0, 1, 2, 3]
    assert log.names == ["w", "b"]
    assert log.rows[0]["state"].tolist() == [1, 4]


def test_the_table_is_written_once_for_each_writer(tmp_path, variables):
    for name in ("a", "b"):
        writer = tf.summary.create_file_writer(str(tmp_path / name))
        with writer.as_default():
            for step in range(3):
                tbg.summary.gradients([None, None], variables, step=step)
        writer.close()
        events = sum(
            "variables" in value.tag
            for path in (tmp_path / name).iterdir()
            for event in tf.compat.v1.train.summary_iterator(str(path))
            for value in event.summary.value
        )
        assert events == 1


def test_without_a_default_writer_nothing_is_written_and_false_returned(variables):
    assert not tbg.summary.gradients([None, None], variables)


def test_where_summaries_are_not_recorded_nothing_is_written(tmp_path, variables, writer):
    with writer.as_default(), tf.summary.record_if(False):
        assert not tbg.summary.gradients([None, None], variables, step=0)
    writer.flush()
    assert read(tmp_path).rows == []


def test_the_step_may_be_set_for_all_summaries(tmp_path, variables, writer):
    tf.summary.experimental.set_step(41)
    try:
        with writer.as_default():
            assert tbg.summary.gradients([None, None], variables)
    finally:
        tf.summary.experimental.set_step(None)
    writer.flush()
    assert read(tmp_path).steps == [41]


def test_a_writer_without_a_step_is_an_error(variables, writer):
    with writer.as_default(), pytest.raises(ValueError, match="`step` must be given") as caught:
        tbg.summary.gradients([None, None], variables)
    assert "tf.summary.experimental.set_step" in str(caught.value)


@pytest.mark.parametrize("nested", [False, True])
def test_under_xla_it_raises_while_tracing_and_names_the_recorder(variables, writer, nested):
    def step():
        return tbg.summary.gradients([variables[0] * 2, None], variables, step=0)

    step = tf.function(step) if nested else step
    with (
        writer.as_default(),
        pytest.raises(NotImplementedError, match=r"tb_gradplugin\.GradientRecorder"),
    ):
        tf.function(step, jit_compile=True)()
