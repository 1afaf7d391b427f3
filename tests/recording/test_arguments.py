"""Wrong arguments are told at the call: what must hold, and what was received."""

import keras
import numpy as np
import pytest
import tensorflow as tf

import tb_gradplugin as tbg


@pytest.fixture
def variables():
    return [tf.Variable([1.0, 2.0]), tf.Variable(3.0)]


GRADIENTS = [
    ([tf.ones([2])], ValueError, "1 gradients and 2 variables"),
    ([tf.ones([2]), None, None], ValueError, "3 gradients and 2 variables"),
    ([], ValueError, "0 gradients and 2 variables"),
    (None, TypeError, "must be a list"),
    (tf.ones([2]), TypeError, "must be a list"),
    ("ab", TypeError, "must be a list"),
    ({"a": None, "b": None}, TypeError, "must be a list"),
    ([np.ones([2]), None], TypeError, "gradients[0]=array([1., 1.]) of type ndarray"),
    ([None, 3.0], TypeError, "gradients[1]=3.0 of type float"),
    ([tf.constant([1, 2]), None], TypeError, "gradients[0] of dtype int32"),
    ([tf.ones([3]), None], ValueError, "gradients[0] of shape (3,) for a variable of shape (2,)"),
]


@pytest.mark.parametrize(("gradients", "error", "text"), GRADIENTS)
def test_what_is_not_a_list_of_gradients_is_refused(tmp_path, variables, gradients, error, text):
    with (
        tbg.GradientRecorder(tmp_path / "run", variables) as recorder,
        pytest.raises(error) as caught,
    ):
        recorder.record(gradients)
    assert text in str(caught.value)
    assert "Received: " in str(caught.value)
    assert not (tmp_path / "run").exists(), "told before any harm"
    with pytest.raises(error) as caught:
        tbg.summary.gradients(gradients, variables, step=0)
    assert text in str(caught.value)


@pytest.mark.parametrize(
    ("wrong", "error", "text"),
    [
        ([], ValueError, "at least one variable"),
        (None, TypeError, "must be a list of variables"),
        ([tf.constant(1.0)], TypeError, "variables[0] of type EagerTensor"),
        ([tf.Variable(1.0), "w"], TypeError, "variables[1] of type str"),
        (
            [tf.Variable([1.0], shape=tf.TensorShape([None]))],
            ValueError,
            "variables[0] of shape (None,)",
        ),
    ],
)
def test_what_is_not_a_list_of_variables_is_refused(tmp_path, wrong, error, text):
    for call in (
        lambda: tbg.GradientRecorder(tmp_path, wrong),
        lambda: tbg.summary.gradients([None], wrong, step=0),
    ):
        with pytest.raises(error) as caught:
            call()
        assert text in str(caught.value)


@pytest.mark.parametrize(
    ("loss", "error", "text"),
    [
        (tf.ones([2]), ValueError, "loss of shape (2,)"),
        ("high", TypeError, "loss of dtype string"),
        (tf.constant(1 + 2j), TypeError, "loss of dtype complex128"),
        (object(), TypeError, "loss of type object"),
    ],
)
def test_a_loss_must_be_a_real_scalar(tmp_path, variables, loss, error, text):
    with tbg.GradientRecorder(tmp_path, variables) as recorder, pytest.raises(error) as caught:
        recorder.record([None, None], loss=loss)
    assert text in str(caught.value)


@pytest.mark.parametrize(
    ("logdir", "error"), [("", ValueError), (None, TypeError), (3, TypeError), (b"x", TypeError)]
)
def test_a_logdir_must_be_a_path(variables, logdir, error):
    for call in (
        lambda: tbg.GradientRecorder(logdir, variables),
        lambda: tbg.GradientHealth(logdir),
    ):
        with pytest.raises(error, match="`logdir` must be"):
            call()


def test_further_arguments_are_checked(tmp_path, variables):
    for step in (1.5, True, "2"):
        with pytest.raises(TypeError, match="`initial_step` must be an integer"):
            tbg.GradientRecorder(tmp_path, variables, initial_step=step)
    with pytest.raises(ValueError, match=r"`initial_step` must be at least 0\. Received: .*=-1"):
        tbg.GradientRecorder(tmp_path, variables, initial_step=-1)
    for seconds in (0, -1, float("nan")):
        with pytest.raises(ValueError, match="`flush_seconds` must be above 0"):
            tbg.GradientRecorder(tmp_path, variables, flush_seconds=seconds)
        with pytest.raises(ValueError, match="`flush_seconds` must be above 0"):
            tbg.GradientHealth(tmp_path, flush_seconds=seconds)
    with pytest.raises(TypeError, match=r"`flush_seconds` must be a number\. Received: .*='1'"):
        tbg.GradientHealth(tmp_path, flush_seconds="1")


@pytest.mark.parametrize("name", ["histogram", "update_ratio", "source"])
def test_a_flag_must_be_true_or_false(tmp_path, variables, name):
    for call in (
        lambda: tbg.GradientRecorder(tmp_path, variables, **{name: "no"}),
        lambda: tbg.GradientHealth(tmp_path, **{name: "no"}),
    ):
        with pytest.raises(TypeError, match=f"`{name}` must be True or False. Received: {name}='"):
            call()


def test_a_step_may_be_what_an_optimizer_counted(tmp_path):
    variable = tf.Variable(1.0)
    optimizer = keras.optimizers.SGD()
    optimizer.apply([tf.constant(1.0)], [variable])
    for number, step in enumerate((optimizer.iterations.numpy(), np.int32(1), tf.constant(1))):
        folder = tmp_path / str(number)
        with tbg.GradientRecorder(folder, [variable], initial_step=step) as recorder:
            recorder.record([tf.constant(1.0)])
        assert list(tbg.read(folder).steps) == [1]


def test_a_closed_recorder_records_no_more(tmp_path, variables):
    recorder = tbg.GradientRecorder(tmp_path, variables)
    recorder.close()
    recorder.close()
    with pytest.raises(ValueError, match="must be open"):
        recorder.record([None, None])
